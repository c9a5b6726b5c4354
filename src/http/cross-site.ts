import { needsPreflight } from './content-type.ts';
import { hasPreflightHeader, SAFE_METHODS } from './local-access.ts';
import type { Rejection } from './problem.ts';

/**
 * CSRF protection for requests with a session cookie, which browsers also send from pages of other sites. Browsers identify
 * the origin by `Origin` or `Sec-Fetch-Site`. A request with neither must be one that a form cannot send.
 * @param origins the program's own and the allowed ones
 * @returns null for a request that may pass
 */
export function rejectCrossSite(
  { method, headers }: { readonly method: string; readonly headers: Headers },
  origins: readonly string[],
): Rejection | null {
  if (SAFE_METHODS.has(method)) return null;
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (origin !== null ? origins.includes(origin) : site === 'same-origin' || site === 'none') return null;
  if (origin === null && site === null && (needsPreflight(headers) || hasPreflightHeader(headers))) return null;
  return { status: 403, code: 'FORBIDDEN', message: 'Requests from other web sites are not accepted' };
}
