import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import { requestId } from 'hono/request-id';
import type { Access } from '#src/auth/access.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import type { Logger } from '#src/log/log.ts';
import { programBuild } from '#src/package-root.ts';
import type { RequestActivity } from '#src/telemetry/activity.ts';
import { authenticate, clientAddress } from './authentication.ts';
import { compressed } from './compression.ts';
import { untilRevoked } from './credential-end.ts';
import { allowOrigins } from './cross-origin.ts';
import { DASHBOARD_PATHS, mountDashboard } from './dashboard.ts';
import { parseHost } from './host.ts';
import { rejectForeignOrigin } from './local-access.ts';
import { observedRequest } from './observed-request.ts';
import { problem, reject } from './problem.ts';
import { type QuickBooksOnlineSettings, quickbooksOnlineRoutes } from './quickbooks-online-routes.ts';
import { createRateLimiting } from './rate-limits.ts';
import { setIncomingBody } from './request-body.ts';
import type { RouteVariables } from './route-variables.ts';
import { securityHeaders, setDefaultHeader } from './security-headers.ts';
import { LOGIN_PATH, signInRoutes } from './sign-in-routes.ts';
import { type WebConnectorSettings, webConnectorRoutes } from './web-connector-routes.ts';

const REST_PATH = '/api/qbr';
const MCP_PATH = '/mcp';
const METRICS_PATH = '/metrics';
const REFERENCE_PATH = '/reference';

/** What a handler gets beside the request. */
export interface RequestVariables {
  /** In the response and the log. */
  readonly requestId: string;
  /** Who sent the request. */
  readonly viewer: Viewer;
  /** What is observed of the request, for a handler with routes of its own. */
  readonly activity?: RequestActivity;
  /** Aborts when the server closes or the stream's credential ends; open streams end then. */
  readonly closing: AbortSignal;
}

/** A handler in the style of `fetch`. */
export type FetchHandler = (request: Request, context: RequestVariables) => Response | Promise<Response>;

export interface RouteSettings {
  readonly logger: Logger;
  /** The public URL; null for the loopback address. */
  readonly publicUrl: string | null;
  /** Authentication and rate limits. */
  readonly access: Access;
  /** Rejects if the database does not respond. */
  readonly ping: () => Promise<void>;
  readonly graphql: FetchHandler;
  /** Serves `/api/qbr/*`. */
  readonly rest: FetchHandler;
  /** Serves `/mcp`; without it there is no such route. */
  readonly mcp?: FetchHandler;
  /** Serves `/metrics`; without it there is no such route. */
  readonly metrics?: FetchHandler;
  /** Serves `/reference`, the calculation reference; without it there is no such route. */
  readonly reference?: FetchHandler;
  /** Origins of other web sites whose pages may send requests with credentials. */
  readonly corsOrigins: readonly string[];
  /** The QuickBooks Web Connector's service, which has its own credentials. */
  readonly webConnector: Pick<WebConnectorSettings, 'service' | 'refusals'>;
  /** The connection of QuickBooks Online; without it there are no routes for it. */
  readonly quickbooksOnline?: Pick<QuickBooksOnlineSettings, 'service' | 'scope' | 'refusals'>;
}

/** All routes, behind the middleware for request ids, logging, authentication and limits. */
export function createRoutes(settings: RouteSettings, closing: AbortSignal): Hono<RouteVariables> {
  const { logger, ping, graphql, rest, access, corsOrigins } = settings;
  const limiting = createRateLimiting(access.rateLimits);
  const app = new Hono<RouteVariables>();
  app.use(requestId({ limitLength: 100 }));
  app.use(observedRequest);
  app.use(logged(logger, closing));
  app.use(securityHeaders({ publicOrigin: access.publicOrigin, providerOrigin: access.provider?.origin ?? null }));
  app.use(rejectInvalidHost);
  if (corsOrigins.length > 0) app.use(`${REST_PATH}/*`, allowOrigins(corsOrigins));
  app.use(clientAddress(access.trustedProxies));
  // Before the checks of browsers' requests: it takes no session, key or local access, only its own password.
  app.route('/', webConnectorRoutes({ ...settings.webConnector, access, limiting, closing }));
  if (access.mode === 'local') app.use(rejectingForeignOrigins(settings.publicUrl, corsOrigins));
  app.use(authenticate({ access, limiting, otherOrigins: corsOrigins }));
  app.use(limiting.perClient);
  app.use(limiting.perCredential);
  app.route('/', signInRoutes({ access, limiting, logger }));
  if (settings.quickbooksOnline) {
    app.route('/', quickbooksOnlineRoutes({ ...settings.quickbooksOnline, access, limiting, logger }));
  }
  const build = programBuild();
  app.get('/health/live', (context) => context.json({ status: 'live', ...build }));
  app.get('/health/ready', async (context) => {
    if (closing.aborted) return context.json({ status: 'closing' }, 503);
    try {
      await ping();
      return context.json({ status: 'ready' });
    } catch (error) {
      logger.warn({ err: error }, 'Not ready: the database does not respond');
      return context.json({ status: 'database does not answer' }, 503);
    }
  });
  if (access.signIn) for (const page of PAGES) app.get(page, signInFirst(access.basePath));
  for (const path of ['/graphql', `${REST_PATH}/*`, MCP_PATH, REFERENCE_PATH]) app.use(path, compressed);
  const tagged = etag();
  // An ETag needs the whole body, which an event stream does not have before it ends.
  app.get('/graphql', (context, next) => (acceptsEvents(context.req.raw) ? next() : tagged(context, next)));
  app.all('/graphql', (context) => {
    const isStream = acceptsEvents(context.req.raw);
    const end = isStream ? AbortSignal.any([closing, untilRevoked(context)]) : closing;
    return graphql(context.req.raw, variablesOf(context, end));
  });
  const answerRest = (context: Context<RouteVariables>) => rest(context.req.raw, variablesOf(context, closing));
  app.all(REST_PATH, answerRest);
  app.all(`${REST_PATH}/*`, answerRest);
  mountMcp(app, settings, closing);
  const { metrics, reference } = settings;
  if (metrics) app.get(METRICS_PATH, (context) => metrics(context.req.raw, variablesOf(context, closing)));
  if (reference)
    app.get(REFERENCE_PATH, tagged, (context) => reference(context.req.raw, variablesOf(context, closing)));
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

function mountMcp(
  app: Hono<RouteVariables>,
  { mcp, access, corsOrigins }: Pick<RouteSettings, 'mcp' | 'access' | 'corsOrigins'>,
  closing: AbortSignal,
): void {
  if (!mcp) return;
  // The protocol demands it of every server, also where a key is sent. Local mode checks every path.
  if (access.mode !== 'local') app.use(MCP_PATH, rejectingOtherOrigins([access.publicOrigin, ...corsOrigins]));
  app.all(MCP_PATH, (context) => mcp(context.req.raw, variablesOf(context, closing)));
}

/** What a handler gets beside the request, whose body it may read. `context.var` would copy all variables. */
function variablesOf(context: Context<RouteVariables>, closing: AbortSignal): RequestVariables {
  if (context.req.method === 'POST') setIncomingBody(context.req.raw, context.env.incoming);
  return {
    requestId: context.get('requestId'),
    viewer: context.get('viewer'),
    activity: context.get('activity'),
    closing,
  };
}

/** Pages that redirect unauthenticated browsers to sign-in. */
const PAGES: readonly string[] = [...DASHBOARD_PATHS, '/graphql', REFERENCE_PATH];

function signInFirst(basePath: string): MiddlewareHandler<RouteVariables> {
  return async (context, next) => {
    const isPage = context.req.header('Accept')?.includes('text/html') === true;
    if (!isPage || context.get('viewer').kind !== 'nobody') return next();
    const { pathname, search } = new URL(context.req.url);
    const returnTo = `${basePath}${pathname}${search}`;
    return context.redirect(`${basePath}${LOGIN_PATH}?return_to=${encodeURIComponent(returnTo)}`);
  };
}

/** Logs each request and adds its id to the response. */
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

/** The program does not use `Host` in responses, but a proxy or a cache in front may rely on it. */
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

/** Pages of other web sites, which a browser names in `Origin`. */
function rejectingOtherOrigins(origins: readonly string[]): MiddlewareHandler<RouteVariables> {
  return async (context, next) => {
    const origin = context.req.header('Origin');
    if (origin === undefined || origins.includes(origin)) return next();
    const message = 'Requests from other web sites are not accepted';
    return reject(context, { status: 403, code: 'FORBIDDEN', message });
  };
}

function acceptsEvents({ headers }: Request): boolean {
  return headers.get('accept')?.toLowerCase().includes('text/event-stream') ?? false;
}
