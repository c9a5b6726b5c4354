import type { IncomingMessage } from 'node:http';
import { canonicalHost } from './host.ts';

/**
 * Has a request look as the routes expect it: its path without `basePath`, which a proxy in front may or may not have taken
 * off, and its host as URLs write it. The `Host` header itself stays as it was sent; the routes refuse one that is none.
 * @param basePath `/qbr`, or nothing
 */
export function adaptTarget(incoming: IncomingMessage, basePath: string): void {
  incoming.headers.host = canonicalHost(incoming.headers.host) ?? 'invalid';
  incoming.url = withoutBase(incoming.url ?? '/', basePath);
}

/** A path and query as the routes know them; one that does not begin with `basePath` as it is. */
export function withoutBase(target: string, basePath: string): string {
  if (basePath === '' || !target.startsWith(basePath)) return target;
  const rest = target.slice(basePath.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : target;
}
