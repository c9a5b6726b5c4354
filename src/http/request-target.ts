import type { IncomingMessage } from 'node:http';
import { canonicalHost } from './host.ts';

/**
 * Normalizes a request for the routes: removes `basePath`, which a proxy may or may not have stripped, and writes the host in
 * the form of `URL.host`. An invalid `Host` becomes `invalid`; the routes reject it by its raw header.
 * @param basePath `/qbr`, or empty
 */
export function adaptTarget(incoming: IncomingMessage, basePath: string): void {
  incoming.headers.host = canonicalHost(incoming.headers.host) ?? 'invalid';
  incoming.url = withoutBase(incoming.url ?? '/', basePath);
}

/** A path and query without `basePath`; unchanged if it does not start with it. */
export function withoutBase(target: string, basePath: string): string {
  if (basePath === '' || !target.startsWith(basePath)) return target;
  const rest = target.slice(basePath.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : target;
}
