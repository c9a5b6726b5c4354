import { Hono } from 'hono';
import { matchedRoutes } from 'hono/route';
import { authorize } from '#src/auth/permissions.ts';
import { accessKey, type Viewer } from '#src/auth/viewer.ts';
import { QbrError } from '#src/core/errors.ts';
import { type Answer, type AnswerCache, createAnswerCache } from '#src/http/answer-cache.ts';
import { type ReceivedFile, readFile } from '#src/http/request-body.ts';
import { MAX_FILE_BYTES } from '#src/service/limits.ts';
import { createPublicReport, createReport } from '#src/service/report/report.ts';
import { type Scope, scopeOf } from '#src/service/scope.ts';
import { isObserved } from '#src/telemetry/activity.ts';
import { respond, type Tagged, taggedJson } from './conditional.ts';
import { DOCUMENTATION_PATHS, mountDocumentation } from './documentation.ts';
import { everyFault } from './every-fault.ts';
import { failureOf, STATUS_OF_CODE } from './failure.ts';
import { type FileRoute, respondWithFile } from './file-route.ts';
import { parse, tryParse } from './parse.ts';
import { readJsonObject } from './request-body.ts';
import { RequestError } from './request-error.ts';
import type {
  RestApp,
  RestBindings,
  RestContext,
  RestEnvironment,
  RestRequest,
  RestRoute,
  RestServices,
} from './route.ts';
import { FILE_ROUTES, REST_ROUTES, WITHDRAWN_PATHS } from './routes.ts';

type TaggedAnswer = Answer & Tagged;

/** Answers requests to `/api/qbr`. */
export type RestHandler = (request: Request, context: RestBindings) => Response | Promise<Response>;

const METHODS = { get: ['GET', 'HEAD', 'OPTIONS'], post: ['POST', 'OPTIONS'] } as const;

/** The frozen REST contract over the program's services (docs/rest-contract.md). */
export function createRestHandler(services: RestServices): RestHandler {
  const app: RestApp = new Hono<RestEnvironment>().basePath('/api/qbr');
  const answers = createAnswerCache<TaggedAnswer>({ ...services, name: 'rest answers' });
  app.use(async (context, next) => {
    await next();
    // The last of what matches is the route, where there is one.
    const { activity } = context.env;
    if (activity && isObserved()) activity.route = matchedRoutes(context).at(-1)?.path ?? activity.route;
    const { headers } = context.res;
    headers.set('Cache-Control', 'private, no-cache');
    headers.append('Vary', 'Origin, Cookie, Authorization, X-API-Key');
  });
  for (const route of REST_ROUTES) {
    if (route.method === 'get') app.get(route.path, (context) => answerRead(context, { route, services, answers }));
    else app.post(route.path, (context) => answerWrite(context, route, services));
  }
  for (const route of FILE_ROUTES) app.get(route.path, (context) => answerFile(context, route, services));
  mountDocumentation(app, { basePath: services.basePath ?? '', refusals: services.refusals });
  for (const path of WITHDRAWN_PATHS) app.all(path, gone);
  for (const path of [...[...REST_ROUTES, ...FILE_ROUTES].map((route) => route.path), ...DOCUMENTATION_PATHS])
    app.all(path, rejectMethod);
  const failed = (error: unknown, context: RestContext) =>
    fail(context, { error, services, fieldName: (field) => field });
  // Not thrown: a thrown error would bypass the middleware that adds headers to every answer.
  app.notFound((context) => {
    return failed(new RequestError('NOT_FOUND', `There is nothing at ${context.req.path}`), context);
  });
  app.onError(failed);
  return (request, bindings) => app.fetch(request, bindings);
}

/** Answers a read, from the cache if nothing has changed since an equal request. */
async function answerRead(
  context: RestContext,
  { route, services, answers }: { route: RestRoute; services: RestServices; answers: AnswerCache<TaggedAnswer> },
): Promise<Response> {
  const { viewer } = context.env;
  try {
    if (route.permission !== 'public') await authorize(viewer, route.permission, services.refusals);
    const key = `${accessKey(viewer)} ${context.req.url}`;
    const answer = await answers.answer(key, async () => {
      const query = parse(route.query, queryOf(context), { isQuery: true, missingPeriod: route.missingPeriod });
      const organizations = new Set<number>();
      const isPublic = route.permission === 'public';
      const data = await route.answer(
        requestOf(services, viewer, { query, body: undefined, isPublic, onScope: (id) => organizations.add(id) }),
      );
      return { ...taggedJson({ success: true, data }), organizations };
    });
    return respond(context, answer);
  } catch (error) {
    return fail(context, { error, services, fieldName: (field) => route.fieldName(field, {}) });
  }
}

async function answerFile(context: RestContext, route: FileRoute, services: RestServices): Promise<Response> {
  const { viewer } = context.env;
  try {
    if (route.permission !== 'public') await authorize(viewer, route.permission, services.refusals);
    const query = parse(route.query, queryOf(context), { isQuery: true });
    const isPublic = route.permission === 'public';
    return await respondWithFile(
      context,
      await route.answer(requestOf(services, viewer, { query, body: undefined, isPublic })),
    );
  } catch (error) {
    return fail(context, { error, services, fieldName: (field) => field });
  }
}

async function answerWrite(context: RestContext, route: RestRoute, services: RestServices): Promise<Response> {
  const { viewer } = context.env;
  let json: Readonly<Record<string, unknown>> = {};
  try {
    if (route.permission !== 'public') await authorize(viewer, route.permission, services.refusals);
    const query = parse(route.query, queryOf(context), { isQuery: true });
    const answer = (body: unknown, faults?: readonly QbrError[], file?: ReceivedFile) =>
      route.answer(requestOf(services, viewer, { query, body, faults, file, isPublic: false }));
    if (route.takesFile) {
      const file = await readFile(context.req.raw, MAX_FILE_BYTES);
      return context.json({ success: true, data: await answer(undefined, [], file) });
    }
    json = await readJsonObject(context.req.raw);
    const schema = route.bodyOf(json);
    const parsed = schema ? tryParse(schema, json) : { data: undefined };
    if (schema && 'faults' in parsed) throw await everyFault({ json, schema, ...parsed }, route, answer);
    return context.json({ success: true, data: await answer('data' in parsed ? parsed.data : undefined) });
  } catch (error) {
    return fail(context, { error, services, fieldName: (field) => route.fieldName(field, json) });
  }
}

/** The parameters as text; a repeated one becomes a list, which every schema rejects. */
function queryOf(context: RestContext): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context.req.queries()).map(([name, values]) => [
      name,
      values.length === 1 ? (values[0] ?? '') : values,
    ]),
  );
}

/** A parsed request. */
interface RequestParts {
  readonly query: unknown;
  readonly body: unknown;
  readonly faults?: readonly QbrError[] | undefined;
  readonly file?: ReceivedFile | undefined;
  /** Whether the route is public. */
  readonly isPublic: boolean;
  /** Called with each organization that the request acts on. */
  readonly onScope?: (organizationId: number) => void;
}

const NO_FILE: ReceivedFile = { bytes: new Uint8Array(), name: null };

function requestOf(
  services: RestServices,
  viewer: Viewer,
  { query, body, faults, file = NO_FILE, isPublic, onScope }: RequestParts,
): RestRequest<unknown, unknown> {
  const { snapshots, clock } = services;
  const at = clock();
  const scope = (organizationId: number, enteredBy?: string): Scope => {
    onScope?.(organizationId);
    const acting = actorOf(viewer, enteredBy);
    return { ...scopeOf(services, viewer, { organizationId, at }), ...acting, ...(faults && { faults }) };
  };
  const create = isPublic ? createPublicReport : createReport;
  return { query, body, file, viewer, services, scope, report: (id) => create(scope(id), snapshots) };
}

/** The authenticated caller; in local mode, which has no sign-in, the name in the request is trusted. */
function actorOf(viewer: Viewer, enteredBy: string | undefined): Pick<Scope, 'actor' | 'claimedActor'> {
  if (viewer.isLocal) return { actor: enteredBy ?? viewer.name };
  return { actor: viewer.name, ...(enteredBy !== undefined && { claimedActor: enteredBy }) };
}

function gone(): never {
  const message = 'Withdrawn: collections run on a schedule. GET /api/qbr/collection/status says when.';
  throw new RequestError('GONE', message);
}

function rejectMethod(context: RestContext): Response {
  const path = context.req.path.replace(/^\/api\/qbr/, '');
  const served = REST_ROUTES.filter((route) => route.path === path).map(({ method }) => method);
  const methods = new Set((served.length > 0 ? served : (['get'] as const)).flatMap((method) => METHODS[method]));
  const allow = [...methods].join(', ');
  context.header('Allow', allow);
  if (context.req.method === 'OPTIONS') return context.body(null, 204);
  const error = new RequestError('METHOD_NOT_ALLOWED', `${context.req.method} is not served here; ${allow} are`);
  return context.json(
    failureOf(error, (field) => field),
    STATUS_OF_CODE.METHOD_NOT_ALLOWED,
  );
}

/** The envelope of an error. The cause of an unexpected one is logged and not exposed. */
function fail(
  context: RestContext,
  { error, services, fieldName }: { error: unknown; services: RestServices; fieldName: (field: string) => string },
): Response {
  if (error instanceof QbrError) {
    const failure = failureOf(error, fieldName);
    // RFC 9110, 15.5.2: a 401 names the authentication scheme.
    if (failure.error.status === 401) context.header('WWW-Authenticate', 'Bearer realm="qbr"');
    return context.json(failure, failure.error.status as 400);
  }
  const { requestId } = context.env;
  services.logger.error({ err: error, requestId, path: context.req.path }, 'A REST request failed');
  const message = 'Unexpected error; the log has more under this request id';
  return context.json(
    { success: false, error: { code: 'SERVER_ERROR', message, status: 500, request_id: requestId } },
    STATUS_OF_CODE.SERVER_ERROR as 500,
  );
}
