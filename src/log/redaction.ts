/** The replacement of a secret. */
const MASK = '***';
/** Shorter pieces of an encoded secret are too common to be replaced. */
const MIN_ENCODED_LENGTH = 6;
const MAX_QUOTE_LENGTH = 200;
/** Shorter secrets may be ordinary words, such as a database password on a developer's machine. */
const WORD_LENGTH = 12;

/**
 * Redacts secrets in foreign text before it is quoted, logged or stored. By value, where pino's and other
 * libraries redact by path: a vendor may quote a secret anywhere.
 */
export interface Redactor {
  /** `text` with every secret replaced: plain, URL-encoded, JSON-escaped, or base64 at any offset. */
  text(text: string): string;
  /** Redacts every string, key and number inside a JSON value. */
  json(value: unknown): unknown;
  /** One line of at most about 200 characters; secrets are replaced before truncation. */
  quote(text: string): string;
}

/**
 * A redactor of `secrets`; empty ones are ignored.
 * @param options.wholeWordsBelow a shorter secret of letters and digits only is replaced as a whole word: a password
 *   `postgres` is replaced, but not in `postgresql`. 0 replaces every secret everywhere.
 */
export function createRedactor(
  secrets: readonly string[],
  { wholeWordsBelow }: { readonly wholeWordsBelow: number } = { wholeWordsBelow: 0 },
): Redactor {
  const forms = new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf));
  const longestFirst = [...forms]
    .sort((a, b) => b.length - a.length)
    .map((form) => {
      const escaped = form.replace(/[^\w\s]/g, '\\$&');
      return form.length < wholeWordsBelow && /^\w+$/.test(form) ? `(?<!\\w)${escaped}(?!\\w)` : escaped;
    });
  const pattern = forms.size === 0 ? undefined : new RegExp(longestFirst.join('|'), 'gi');
  const text = (value: string): string => (pattern === undefined ? value : value.replace(pattern, MASK));
  return {
    text,
    json: (value) => mapStrings(value, text),
    quote: (value) => shorten(text(value)),
  };
}

/** A redactor for the program's own texts, which stay readable if a secret is an ordinary word. */
export function createProgramRedactor(secrets: readonly string[]): Redactor {
  return createRedactor(secrets, { wholeWordsBelow: WORD_LENGTH });
}

function formsOf(secret: string): string[] {
  const encoded = [0, 1, 2].flatMap((offset) => {
    const core = base64Core(secret, offset);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    ...encoded.filter((core) => core.length >= MIN_ENCODED_LENGTH),
  ];
}

/** The base64 characters that depend on `secret` alone when it starts `offset` bytes into a group of three. */
function base64Core(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const first = Math.ceil((offset * 8) / 6);
  const end = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(first, end);
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'number') return change(String(value)) === String(value) ? value : MASK;
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapStrings(item, change)]));
}

function shorten(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > MAX_QUOTE_LENGTH ? `${line.slice(0, MAX_QUOTE_LENGTH)}…` : line;
}
