/** What a `Host` header names. */
export interface Host {
  /** In lower case without a trailing dot; IPv6 in brackets, and an IPv4 address as such where it is written as IPv6. */
  readonly name: string;
  /** Null for the scheme's own. */
  readonly port: number | null;
}

/** Reads a `Host` header (RFC 9110, 7.2); null where it is no host name or address, optionally with a port. */
export function parseHost(text: string | undefined): Host | null {
  const url = urlOf(text);
  if (!url) return null;
  const port = /:(\d+)$/.exec(text ?? '')?.[1];
  const name = plainAddress(url.hostname.replace(/(?<=[^.])\.$/, ''));
  return { name, port: port === undefined ? null : Number(port) };
}

/** A `Host` header as the `URL` of a request writes it; null where it is none. */
export function canonicalHost(text: string | undefined): string | null {
  return urlOf(text)?.host ?? null;
}

/** Whether a request's host is that of an address: the scheme's own port may be written or left out. */
export function isHostOf({ name, port }: Host, { hostname, port: own, protocol }: URL): boolean {
  const standard = protocol === 'https:' ? 443 : 80;
  return name === plainAddress(hostname) && (port ?? standard) === (own === '' ? standard : Number(own));
}

function urlOf(text: string | undefined): URL | null {
  // Nothing that a URL would read as user, path, query or an encoded character.
  if (text === undefined || !/^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(text)) return null;
  return URL.canParse(`http://${text}`) ? new URL(`http://${text}`) : null;
}

/** URLs write `[::ffff:127.0.0.1]` in hexadecimal. */
function plainAddress(hostname: string): string {
  const mapped = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname);
  if (!mapped) return hostname;
  const [high = 0, low = 0] = mapped.slice(1).map((part) => Number.parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
