import { getConnInfo } from '@hono/node-server/conninfo';
import type { MiddlewareHandler } from 'hono';
import type { Access } from '#src/auth/access.ts';
import { UnauthenticatedError } from '#src/core/errors.ts';
import { createClientAddress } from './client-address.ts';
import { type Cookies, createCookies } from './cookies.ts';
import { rejectCrossSite } from './cross-site.ts';
import { reject } from './problem.ts';
import type { RateLimiting } from './rate-limits.ts';
import type { RouteVariables } from './route-variables.ts';

/** Sets the client's IP address. */
export function clientAddress(trustedProxies: readonly string[]): MiddlewareHandler<RouteVariables> {
  const addressOf = createClientAddress(trustedProxies);
  return (context, next) => {
    const peer = getConnInfo(context).remote.address;
    context.set('address', addressOf(peer, context.req.header('X-Forwarded-For') ?? null));
    return next();
  };
}

interface AuthenticationSettings {
  readonly access: Access;
  readonly limiting: Pick<RateLimiting, 'limitWrongKey'>;
  /** Origins of other web sites that may send requests with a session cookie. */
  readonly otherOrigins: readonly string[];
}

/**
 * Authenticates the request. Rejects a wrong key, and a cross-site request with a session cookie. A key is always checked,
 * however many wrong ones came from its address: other clients may share the address.
 */
export function authenticate(settings: AuthenticationSettings): MiddlewareHandler<RouteVariables> {
  const { access, limiting, otherOrigins } = settings;
  const cookies: Cookies = createCookies(access);
  const origins = [access.publicOrigin, ...otherOrigins];
  return async (context, next) => {
    const address = context.get('address');
    const apiKey = sentKey(context.req.raw.headers);
    try {
      const sessionSecret = cookies.session.read(context);
      const authenticateRequest = () => access.authenticator.authenticate({ apiKey, sessionSecret, address });
      context.set('reauthenticate', authenticateRequest);
      context.set('viewer', await authenticateRequest());
    } catch (error) {
      if (!(error instanceof UnauthenticatedError)) throw error;
      const tooMany = await limiting.limitWrongKey(context);
      if (tooMany) return tooMany;
      context.header('WWW-Authenticate', 'Bearer realm="qbr", error="invalid_token"');
      return reject(context, { status: 401, code: error.code, message: error.message });
    }
    const rejection = context.get('viewer').kind === 'person' ? rejectCrossSite(context.req.raw, origins) : null;
    return rejection ? reject(context, rejection) : next();
  };
}

/**
 * The API key of a request, from `X-API-Key` or `Authorization: Bearer`; null for none. Other authorization schemes are
 * left to proxies. Two different keys are an invalid one.
 */
function sentKey(headers: Headers): string | null {
  const named = headers.get('x-api-key');
  const bearer = /^bearer(?:\s+(.*))?$/i.exec(headers.get('authorization') ?? '');
  const borne = bearer ? (bearer[1] ?? '').trim() : null;
  if (named !== null && borne !== null && named !== borne) return '';
  return named ?? borne;
}
