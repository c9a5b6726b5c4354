/** One request of the contract. */
export interface GoldenRequest {
  readonly name: string;
  readonly method: string;
  /** Below `/api/qbr`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Headers that the contract says something of, or that clients go by. */
const TOLD = [
  ...['allow', 'cache-control', 'content-type', 'etag', 'retry-after', 'vary', 'www-authenticate', 'x-request-id'],
  ...[/^access-control-/, /^ratelimit-/],
] as const;

/** A request and its answer, as a golden file keeps them. `note` says what the request does not show, such as who asks. */
export async function goldenText(request: GoldenRequest, response: Response, note: string | null): Promise<string> {
  return `${asked(request, note)}\n\n${await answered(response)}\n`;
}

/** What is sent besides the path. */
export function goldenInit({ method, headers, body }: GoldenRequest): RequestInit {
  const sent = body === undefined ? {} : { body, headers: { 'content-type': 'application/json', ...headers } };
  return { method, ...(headers && { headers }), ...sent };
}

function asked({ method, path, headers = {}, body }: GoldenRequest, note: string | null): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const content = body === undefined ? [] : ['', body.length > 10_000 ? `(${body.length} characters)` : body];
  return [...(note === null ? [] : [`# ${note}`]), `${method} /api/qbr${path}`, ...lines, ...content].join('\n');
}

async function answered(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) =>
    TOLD.some((each) => (typeof each === 'string' ? each === name : each.test(name))),
  );
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  const body = isJson ? JSON.stringify(JSON.parse(text), null, 2) : text.slice(0, 200);
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return normalized([String(response.status), ...lines, ...(body === '' ? [] : ['', body])].join('\n'));
}

/** What differs from run to run: when something was written, the entity tags of what says so, and how long to wait. */
function normalized(answer: string): string {
  return answer
    .replace(/("(?:updated_at|collected_at)": )"[^"]+"/g, '$1"<instant>"')
    .replace(/^etag: "[\w-]{27}"$/m, 'etag: "<tag>"')
    .replace(/^(retry-after|ratelimit-reset): \d+$/gm, '$1: <seconds>')
    .replace(/again in \d+ s/, 'again in <seconds> s');
}
