import type { Context, MiddlewareHandler } from 'hono';
import type { RouteVariables } from './route-variables.ts';

interface SecuritySettings {
  /** The origin as browsers see it. */
  readonly publicOrigin: string;
  /** Target of the sign-out redirect, which `form-action` must allow; null without a provider. */
  readonly providerOrigin: string | null;
}

const YEAR_SECONDS = 31_536_000;

/** Security headers of every response. A response with its own content security policy keeps it, such as GraphiQL's page. */
export function securityHeaders({ publicOrigin, providerOrigin }: SecuritySettings): MiddlewareHandler<RouteVariables> {
  const isHttps = publicOrigin.startsWith('https:');
  const always: readonly (readonly [string, string])[] = [
    ['X-Content-Type-Options', 'nosniff'],
    // Not `no-referrer`: browsers would send `Origin: null` with forms, which is rejected.
    ['Referrer-Policy', 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ['Cache-Control', 'private, no-cache'],
    ...(isHttps ? [['Strict-Transport-Security', `max-age=${YEAR_SECONDS}`] as const] : []),
  ];
  const forms = providerOrigin === null ? "'self'" : `'self' ${providerOrigin}`;
  return async (context, next) => {
    await next();
    const { headers, status } = context.res;
    for (const [name, value] of always) setDefaultHeader(context, name, value);
    // Headers of a 304 replace the cached ones: a cached page must keep its policy.
    if (status === 304 || headers.has('Content-Security-Policy')) return;
    const isPage = headers.get('Content-Type')?.startsWith('text/html') === true;
    setDefaultHeader(context, 'Content-Security-Policy', isPage ? pagePolicy(forms) : NOTHING);
    setDefaultHeader(context, 'X-Frame-Options', 'DENY');
  };
}

const NOTHING = "default-src 'none'; frame-ancestors 'none'";

/** A page loads from this origin only, has no inline scripts or styles, and is never framed. */
function pagePolicy(forms: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    `form-action ${forms}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Adds a header to the response, unless the handler's response has it. It is set on Node's response, which the handler's
 * headers override: adding a dozen headers to a cached `Response` would double its cost.
 */
export function setDefaultHeader(context: Context<RouteVariables>, name: string, value: string): void {
  context.env.outgoing.setHeader(name, value);
}

/** The value set by `setDefaultHeader`; null for none. */
export function defaultHeader(context: Context<RouteVariables>, name: string): string | null {
  const value = context.env.outgoing.getHeader(name);
  return value === undefined ? null : String(value);
}
