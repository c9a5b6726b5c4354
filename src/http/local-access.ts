import { isLoopbackHost } from '#src/core/loopback.ts';
import { isJson } from './content-type.ts';
import { isHostOf, parseHost } from './host.ts';
import type { Rejection } from './problem.ts';

export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Headers that a browser sends to another site only after that site has agreed, so that a form cannot forge them. */
const PREFLIGHT_HEADERS = ['graphql-require-preflight', 'apollo-require-preflight', 'x-graphql-yoga-csrf'];

/**
 * Local mode trusts whoever reaches the listener, so another web site must not reach it through the person's browser
 * (docs/rest-contract.md, Access): a name that an attacker points at this machine is refused by its `Host`, a page of another
 * origin by its `Origin`, a form by its content type.
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
    !SAFE_METHODS.has(request.method) && hasBody(headers) && !isJson(headers) && !hasPreflightHeader(headers);
  if (!isForgeable) return null;
  return { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send Content-Type: application/json' };
}

function forbidden(message: string): Rejection {
  return { status: 403, code: 'FORBIDDEN', message };
}

/** Nothing that the program does upon an unsafe request, it does without being told what. */
function hasBody(headers: Headers): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
}

export function hasPreflightHeader(headers: Headers): boolean {
  return PREFLIGHT_HEADERS.some((name) => headers.has(name));
}
