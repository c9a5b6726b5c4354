import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { currentTraceId, isObserved, observed, type RequestActivity } from '#src/telemetry/activity.ts';
import type { RouteVariables } from './route-variables.ts';
import { setDefaultHeader } from './security-headers.ts';

/** Of a path that is no route. */
const OTHER_ROUTE = 'other';

/** Lets the request be observed, and names its trace in the response. */
export const observedRequest: MiddlewareHandler<RouteVariables> = (context, next) => {
  const traceparent = () => context.req.header('traceparent');
  const { method } = context.req;
  const activity: RequestActivity = { kind: 'request', method, traceparent, route: OTHER_ROUTE, status: 0 };
  context.set('activity', activity);
  if (!isObserved()) return next();
  return observed(activity, async () => {
    const traceId = currentTraceId();
    if (traceId !== null) setDefaultHeader(context, 'X-Trace-Id', traceId);
    await next();
    activity.status = context.res.status;
    if (activity.route === OTHER_ROUTE) activity.route = routeOf(context);
  });
};

/** The template of the route that answered: the last one that matches, unless that is a middleware of all paths. */
function routeOf(context: Context<RouteVariables>): string {
  const path = matchedRoutes(context).at(-1)?.path ?? OTHER_ROUTE;
  return /^\/?\*$/.test(path) ? OTHER_ROUTE : path;
}
