import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { RouteVariables } from './route-variables.ts';
import { setDefaultHeader } from './security-headers.ts';

/** Response headers that pages of other origins may read. */
const EXPOSED_HEADERS = [
  ...['ETag', 'X-Request-Id', 'WWW-Authenticate'],
  ...['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'],
].join(',');

/**
 * CORS with credentials for the given origins (docs/rest-contract.md, Access). Runs before every middleware that rejects
 * requests, so that pages can read the errors too.
 */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler<RouteVariables> {
  const allowMethods = ['GET', 'HEAD', 'POST', 'OPTIONS'];
  const answerPreflight = cors({ origin: [...origins], allowMethods, credentials: true, maxAge: 600 });
  return (context, next) => {
    // OPTIONS without this header is not a preflight; the route itself responds.
    const isPreflight = context.req.header('Access-Control-Request-Method') !== undefined;
    if (context.req.method === 'OPTIONS' && isPreflight) return answerPreflight(context, next);
    setDefaultHeader(context, 'Vary', 'Origin');
    const origin = context.req.header('Origin');
    if (origin !== undefined && origins.includes(origin)) {
      // Not by `cors`: it recreates the response and loses headers that were added to it.
      setDefaultHeader(context, 'Access-Control-Allow-Origin', origin);
      setDefaultHeader(context, 'Access-Control-Allow-Credentials', 'true');
      setDefaultHeader(context, 'Access-Control-Expose-Headers', EXPOSED_HEADERS);
    }
    return next();
  };
}
