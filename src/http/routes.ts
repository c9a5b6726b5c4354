import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { requestId } from 'hono/request-id';
import { LOCAL_VIEWER, type Viewer } from '../auth/viewer.ts';
import type { Logger } from '../log.ts';
import { mountDashboard } from './dashboard.ts';
import { refuseForeign } from './local-access.ts';
import { problem } from './problem.ts';

/** What is known of a request before it is handled. */
export interface RequestVariables {
  /** What the answer and the log call the request. */
  readonly requestId: string;
  /** Who asks. */
  readonly viewer: Viewer;
  /** Aborted when the server closes: answers that would go on end. */
  readonly closing: AbortSignal;
}

/** A handler in the style of `fetch`. */
export type FetchHandler = (request: Request, context: RequestVariables) => Response | Promise<Response>;

export interface RouteSettings {
  readonly logger: Logger;
  /** The address as browsers see it, where that is not the loopback one. */
  readonly publicUrl: string | null;
  /** Whether the database answers; rejects where it does not. */
  readonly ping: () => Promise<void>;
  readonly graphql: FetchHandler;
}

interface RouteVariables {
  readonly Variables: { requestId: string; viewer: Viewer };
}

/** All that is served, and what is done with every request: an id, the access check, one line in the log. */
export function createRoutes(
  { logger, publicUrl, ping, graphql }: RouteSettings,
  closing: AbortSignal,
): Hono<RouteVariables> {
  const app = new Hono<RouteVariables>();
  app.use(requestId({ limitLength: 100 }));
  app.use(async (context, next) => {
    const begin = performance.now();
    await next();
    // Set here, because what is set before is not added to a handler's own Response.
    context.header('X-Request-Id', context.var.requestId);
    if (closing.aborted) context.header('Connection', 'close');
    const { method, path } = context.req;
    const timeMs = Math.round(performance.now() - begin);
    logger.debug({ requestId: context.var.requestId, method, path, status: context.res.status, timeMs }, 'Request');
  });
  app.use(async (context, next) => {
    const refusal = refuseForeign(context.req.raw, publicUrl);
    if (refusal === null) return next();
    return context.json(problem({ ...refusal, requestId: context.var.requestId }), refusal.status);
  });
  app.use((context, next) => {
    context.set('viewer', LOCAL_VIEWER);
    return next();
  });
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
  const tagged = etag();
  // A tag is made of the whole body, for which a stream of events would have to end first.
  app.get('/graphql', (context, next) => (acceptsEvents(context.req.raw) ? next() : tagged(context, next)));
  app.all('/graphql', (context) => graphql(context.req.raw, { ...context.var, closing }));
  mountDashboard(app);

  app.notFound((context) => {
    const message = `There is nothing at ${context.req.path}`;
    return context.json(problem({ code: 'NOT_FOUND', message, status: 404, requestId: context.var.requestId }), 404);
  });
  app.onError((error, context) => {
    logger.error({ err: error, requestId: context.var.requestId, path: context.req.path }, 'A request failed');
    const message = 'Unexpected error; the log has more under this request id';
    return context.json(problem({ code: 'SERVER_ERROR', message, status: 500, requestId: context.var.requestId }), 500);
  });
  return app;
}

function acceptsEvents({ headers }: Request): boolean {
  return headers.get('accept')?.toLowerCase().includes('text/event-stream') ?? false;
}
