import { isLoopbackHost } from '#src/core/loopback.ts';
import { isMultipart, needsPreflight } from './content-type.ts';
import { isHostOf, parseHost } from './host.ts';
import type { Rejection } from './problem.ts';

export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Headers that require a CORS preflight, so that a form of another site cannot send them. */
const PREFLIGHT_HEADERS = ['graphql-require-preflight', 'apollo-require-preflight', 'x-graphql-yoga-csrf'];

/**
 * Local mode trusts every client of the listener, so other web sites must not reach it through the user's browser
 * (docs/rest-contract.md, Access): DNS rebinding is rejected by `Host`, another origin by `Origin`, a form by its content type.
 * @returns null for a request that may pass
 */
export function rejectForeignOrigin(
  request: { readonly method: string; readonly headers: Headers },
  { publicUrl, otherOrigins }: { readonly publicUrl: string | null; readonly otherOrigins: readonly string[] },
): Rejection | null {
  const { headers } = request;
  const sent = headers.get('host')?.toLowerCase() ?? '';
  const host = parseHost(sent);
  const publicAddress = publicUrl === null ? null : new URL(publicUrl);
  if (host === null || !(isLoopbackHost(host.name) || (publicAddress && isHostOf(host, publicAddress)))) {
    return forbidden('This Host is not served: use a loopback address, or set QBR_PUBLIC_URL to the one you use');
  }
  const origin = headers.get('origin');
  const origins = [`http://${sent}`, publicAddress?.origin, ...otherOrigins];
  if (origin !== null && !origins.includes(origin)) {
    return forbidden('Requests from other web sites are not accepted');
  }
  const isForgeable =
    !SAFE_METHODS.has(request.method) && hasBody(headers) && !needsPreflight(headers) && !hasPreflightHeader(headers);
  if (!isForgeable || (isMultipart(headers) && !isOfBrowser(headers))) return null;
  return { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send Content-Type: application/json' };
}

/**
 * Every browser says where a form comes from: `Origin` since 2020, `Sec-Fetch-Site` since 2023. A program that sends a file, such as
 * `curl -F`, says neither.
 */
function isOfBrowser(headers: Headers): boolean {
  return headers.has('origin') || headers.has('sec-fetch-site');
}

function forbidden(message: string): Rejection {
  return { status: 403, code: 'FORBIDDEN', message };
}

/** An unsafe request without a body changes nothing. */
function hasBody(headers: Headers): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
}

export function hasPreflightHeader(headers: Headers): boolean {
  return PREFLIGHT_HEADERS.some((name) => headers.has(name));
}
