import { isJson } from './content-type.ts';
import { hasPreflightHeader, SAFE_METHODS } from './local-access.ts';
import type { Rejection } from './problem.ts';

/**
 * Why a request that a session's cookie came with is refused: a browser sends the cookie by itself, so that a page of
 * another site could act for whoever is signed in. Browsers say where a request comes from by `Origin`, or by
 * `Sec-Fetch-Site`; what says neither is no browser, and must at least be what no form can send.
 * @param origins the program's own, and those that may act for people who are signed in
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
  if (origin === null && site === null && (isJson(headers) || hasPreflightHeader(headers))) return null;
  return { status: 403, code: 'FORBIDDEN', message: 'Requests from other web sites are not accepted' };
}
