/** A parsed `Host` header. */
export interface Host {
  /** In lower case without a trailing dot; IPv6 in brackets, IPv4-mapped IPv6 as IPv4. */
  readonly name: string;
  /** Null for the scheme's default port. */
  readonly port: number | null;
}

/** Parses a `Host` header (RFC 9110, 7.2); null if it is not a host name or address with an optional port. */
export function parseHost(text: string | undefined): Host | null {
  const url = urlOf(text);
  if (!url) return null;
  const port = /:(\d+)$/.exec(text ?? '')?.[1];
  const name = plainAddress(url.hostname.replace(/(?<=[^.])\.$/, ''));
  return { name, port: port === undefined ? null : Number(port) };
}

/** A `Host` header in the form of `URL.host`; null if it is not valid. */
export function canonicalHost(text: string | undefined): string | null {
  return urlOf(text)?.host ?? null;
}

/** Whether a `Host` header matches a URL; the scheme's default port may be omitted. */
export function isHostOf({ name, port }: Host, { hostname, port: own, protocol }: URL): boolean {
  const standard = protocol === 'https:' ? 443 : 80;
  return name === plainAddress(hostname) && (port ?? standard) === (own === '' ? standard : Number(own));
}

function urlOf(text: string | undefined): URL | null {
  // Excludes characters that `URL` would parse as user, path, query or escapes.
  if (text === undefined || !/^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(text)) return null;
  return URL.canParse(`http://${text}`) ? new URL(`http://${text}`) : null;
}

/** `URL` writes `[::ffff:127.0.0.1]` in hexadecimal. */
function plainAddress(hostname: string): string {
  const mapped = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname);
  if (!mapped) return hostname;
  const [high = 0, low = 0] = mapped.slice(1).map((part) => Number.parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
