import type { Context, MiddlewareHandler } from 'hono';
import type { RouteVariables } from './route-variables.ts';

interface SecuritySettings {
  /** As browsers see the program. */
  readonly publicOrigin: string;
  /** Where signing out leads to; browsers look at where a form's answer redirects. */
  readonly providerOrigin: string | null;
}

const YEAR_SECONDS = 31_536_000;

/** What every answer says to browsers. An answer that brings a policy of its own, as GraphiQL's page does, keeps it. */
export function securityHeaders({ publicOrigin, providerOrigin }: SecuritySettings): MiddlewareHandler<RouteVariables> {
  const isHttps = publicOrigin.startsWith('https:');
  const always: readonly (readonly [string, string])[] = [
    ['X-Content-Type-Options', 'nosniff'],
    // Not `no-referrer`: with that browsers send `Origin: null` with forms, which would be refused.
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
    // What a 304 says replaces what the browser has kept: the page's policy stays the one it came with.
    if (status === 304 || headers.has('Content-Security-Policy')) return;
    const isPage = headers.get('Content-Type')?.startsWith('text/html') === true;
    setDefaultHeader(context, 'Content-Security-Policy', isPage ? pagePolicy(forms) : NOTHING);
    setDefaultHeader(context, 'X-Frame-Options', 'DENY');
  };
}

const NOTHING = "default-src 'none'; frame-ancestors 'none'";

/** A page loads from here only, runs no script and takes no style that stands in it, and is framed by nobody. */
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
 * Adds a header to the answer, unless the handler's own answer has it. It is given to Node, which puts the answer's own
 * over it: added to the answer itself, a dozen of them would cost as much as all the rest of a kept answer.
 */
export function setDefaultHeader(context: Context<RouteVariables>, name: string, value: string): void {
  context.env.outgoing.setHeader(name, value);
}

/** What has been set by `setDefaultHeader`. */
export function defaultHeader(context: Context<RouteVariables>, name: string): string | null {
  const value = context.env.outgoing.getHeader(name);
  return value === undefined ? null : String(value);
}
