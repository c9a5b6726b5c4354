import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import { requestId } from 'hono/request-id';
import type { Access } from '#src/auth/access.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import type { Logger } from '#src/log/log.ts';
import { authenticate, clientAddress } from './authentication.ts';
import { untilRevoked } from './credential-end.ts';
import { allowOrigins } from './cross-origin.ts';
import { DASHBOARD_PATHS, mountDashboard } from './dashboard.ts';
import { parseHost } from './host.ts';
import { rejectForeignOrigin } from './local-access.ts';
import { problem, reject } from './problem.ts';
import { createRateLimiting } from './rate-limits.ts';
import type { RouteVariables } from './route-variables.ts';
import { securityHeaders, setDefaultHeader } from './security-headers.ts';
import { LOGIN_PATH, signInRoutes } from './sign-in-routes.ts';

const REST_PATH = '/api/qbr';

/** What is known of a request before it is handled. */
export interface RequestVariables {
  /** What the answer and the log call the request. */
  readonly requestId: string;
  /** Who asks. */
  readonly viewer: Viewer;
  /** Aborted when the server closes, or the caller's credential ends: answers that would go on end. */
  readonly closing: AbortSignal;
}

/** A handler in the style of `fetch`. */
export type FetchHandler = (request: Request, context: RequestVariables) => Response | Promise<Response>;

export interface RouteSettings {
  readonly logger: Logger;
  /** The address as browsers see it, where that is not the loopback one. */
  readonly publicUrl: string | null;
  /** How requests come in. */
  readonly access: Access;
  /** Whether the database answers; rejects where it does not. */
  readonly ping: () => Promise<void>;
  readonly graphql: FetchHandler;
  /** Answers `/api/qbr/*`. */
  readonly rest: FetchHandler;
  /** Other web sites whose pages may ask, with the credentials of whoever looks at them. */
  readonly corsOrigins: readonly string[];
}

/** All that is served, and what is done with every request: an id, a line in the log, who it is from. */
export function createRoutes(settings: RouteSettings, closing: AbortSignal): Hono<RouteVariables> {
  const { logger, ping, graphql, rest, access, corsOrigins } = settings;
  const limiting = createRateLimiting(access.rateLimits);
  const app = new Hono<RouteVariables>();
  app.use(requestId({ limitLength: 100 }));
  app.use(logged(logger, closing));
  app.use(securityHeaders({ publicOrigin: access.publicOrigin, providerOrigin: access.provider?.origin ?? null }));
  app.use(rejectInvalidHost);
  if (corsOrigins.length > 0) app.use(`${REST_PATH}/*`, allowOrigins(corsOrigins));
  app.use(clientAddress(access.trustedProxies));
  if (access.mode === 'local') app.use(rejectingForeignOrigins(settings.publicUrl, corsOrigins));
  app.use(authenticate({ access, limiting, otherOrigins: corsOrigins }));
  app.use(limiting.perClient);
  app.use(limiting.perCredential);
  app.route('/', signInRoutes({ access, limiting, logger }));
  app.get('/health/live', (context) => context.json({ status: 'live' }));
  app.get('/health/ready', async (context) => {
    if (closing.aborted) return context.json({ status: 'closing' }, 503);
    try {
      await ping();
      return context.json({ status: 'ready' });
    } catch (error) {
      logger.warn({ err: error }, 'Not ready: the database does not answer');
      return context.json({ status: 'database does not answer' }, 503);
    }
  });
  if (access.signIn) for (const page of PAGES) app.get(page, signInFirst(access.basePath));
  const tagged = etag();
  // A tag is made of the whole body, for which a stream of events would have to end first.
  app.get('/graphql', (context, next) => (acceptsEvents(context.req.raw) ? next() : tagged(context, next)));
  app.all('/graphql', (context) => {
    const isStream = acceptsEvents(context.req.raw);
    const end = isStream ? AbortSignal.any([closing, untilRevoked(context)]) : closing;
    return graphql(context.req.raw, variablesOf(context, end));
  });
  const answerRest = (context: Context<RouteVariables>) => rest(context.req.raw, variablesOf(context, closing));
  app.all(REST_PATH, answerRest);
  app.all(`${REST_PATH}/*`, answerRest);
  mountDashboard(app, access.basePath);

  app.notFound((context) => {
    return reject(context, { code: 'NOT_FOUND', message: `There is nothing at ${context.req.path}`, status: 404 });
  });
  app.onError((error, context) => {
    logger.error({ err: error, requestId: context.var.requestId, path: context.req.path }, 'A request failed');
    const message = 'Unexpected error; the log has more under this request id';
    return context.json(problem({ code: 'SERVER_ERROR', message, status: 500, requestId: context.var.requestId }), 500);
  });
  return app;
}

/** Each asked for by itself: `context.var` copies them all. */
function variablesOf(context: Context<RouteVariables>, closing: AbortSignal): RequestVariables {
  return { requestId: context.get('requestId'), viewer: context.get('viewer'), closing };
}

/** What people open in a browser; whoever is not signed in is sent to sign in first. */
const PAGES: readonly string[] = [...DASHBOARD_PATHS, '/graphql'];

function signInFirst(basePath: string): MiddlewareHandler<RouteVariables> {
  return async (context, next) => {
    const isPage = context.req.header('Accept')?.includes('text/html') === true;
    if (!isPage || context.get('viewer').kind !== 'nobody') return next();
    const { pathname, search } = new URL(context.req.url);
    const returnTo = `${basePath}${pathname}${search}`;
    return context.redirect(`${basePath}${LOGIN_PATH}?return_to=${encodeURIComponent(returnTo)}`);
  };
}

/** A line in the log for each request, and the request's id in the answer. */
function logged(logger: Logger, closing: AbortSignal): MiddlewareHandler<RouteVariables> {
  return async (context, next) => {
    const begin = performance.now();
    const id = context.get('requestId');
    setDefaultHeader(context, 'X-Request-Id', id);
    await next();
    if (closing.aborted) setDefaultHeader(context, 'Connection', 'close');
    const { method, path } = context.req;
    const timeMs = Math.round(performance.now() - begin);
    logger.debug({ requestId: id, method, path, status: context.res.status, timeMs }, 'Request');
  };
}

/** What the header says stands in no answer, but a proxy or a cache in front may go by it. */
const rejectInvalidHost: MiddlewareHandler<RouteVariables> = async (context, next) => {
  if (parseHost(context.req.header('Host')) !== null) return next();
  const message = 'The Host header must be a host name or address, with a port or without';
  return reject(context, { status: 400, code: 'INVALID_PARAMETER', message });
};

function rejectingForeignOrigins(
  publicUrl: string | null,
  otherOrigins: readonly string[],
): MiddlewareHandler<RouteVariables> {
  return async (context, next) => {
    const rejection = rejectForeignOrigin(context.req.raw, { publicUrl, otherOrigins });
    return rejection === null ? next() : reject(context, rejection);
  };
}

function acceptsEvents({ headers }: Request): boolean {
  return headers.get('accept')?.toLowerCase().includes('text/event-stream') ?? false;
}
