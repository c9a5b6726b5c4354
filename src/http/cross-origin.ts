import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { RouteVariables } from './route-variables.ts';
import { setDefaultHeader } from './security-headers.ts';

/** What a page may read of an answer, besides its body. */
const EXPOSED_HEADERS = [
  ...['ETag', 'X-Request-Id', 'WWW-Authenticate'],
  ...['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'],
].join(',');

/**
 * Lets pages of other web sites ask, with the credentials of whoever looks at them, and read the answer (docs/rest-contract.md,
 * Access): also a refusal, of which the browser would otherwise tell them nothing. Comes before whatever refuses.
 */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler<RouteVariables> {
  const allowMethods = ['GET', 'HEAD', 'POST', 'OPTIONS'];
  const answerPreflight = cors({ origin: [...origins], allowMethods, credentials: true, maxAge: 600 });
  return (context, next) => {
    // OPTIONS without this header asks what the path serves, which the path itself answers.
    const isPreflight = context.req.header('Access-Control-Request-Method') !== undefined;
    if (context.req.method === 'OPTIONS' && isPreflight) return answerPreflight(context, next);
    setDefaultHeader(context, 'Vary', 'Origin');
    const origin = context.req.header('Origin');
    if (origin !== undefined && origins.includes(origin)) {
      // Not by `cors`, which makes the answer anew and loses headers that were added to it after it was made.
      setDefaultHeader(context, 'Access-Control-Allow-Origin', origin);
      setDefaultHeader(context, 'Access-Control-Allow-Credentials', 'true');
      setDefaultHeader(context, 'Access-Control-Expose-Headers', EXPOSED_HEADERS);
    }
    return next();
  };
}
