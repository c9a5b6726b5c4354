import { randomUUID } from 'node:crypto';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { type ExecutionArgs, execute, getOperationAST } from 'graphql';
import { createYoga, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { createContext, type GraphqlContext, type GraphqlServices, type RequestContext } from '#src/graphql/context.ts';
import { readBody } from '#src/graphql/guards/body-size.ts';
import { executeInTime } from '#src/graphql/guards/deadline.ts';
import { guards } from '#src/graphql/guards/guards.ts';
import { schema } from '#src/graphql/schema.ts';
import { type Answer, createAnswerCache, type UncachedAnswer } from '#src/http/answer-cache.ts';
import { createTextCache } from '#src/http/text-cache.ts';
import { asBadRequest, presentErrors } from './errors.ts';
import { exampleQueries } from './example-queries.ts';
import { createPagePolicy } from './graphiql-page.ts';
import { subscriptions } from './subscriptions.ts';

/** What an execution says of its answer. */
interface AnswerContext extends RequestContext {
  /** Whether the same request has the same answer for as long as nothing changes: a query without errors. */
  readonly answer: { isRepeatable: boolean };
}

/** Answers requests to `/graphql`: operations, and GraphiQL where a browser asks for a page. */
export type GraphqlHandler = (request: Request, context: RequestContext) => Promise<Response>;

/**
 * The GraphQL API over the program's services.
 * @throws InvalidParameterError when the registered operations cannot be read
 */
export function createGraphqlHandler(services: GraphqlServices): GraphqlHandler {
  const limits = services.config.graphql;
  const contextOfEvent = (asked: GraphqlContext) => ({ ...asked, ...createContext(services, asked) });
  const yoga = createYoga<AnswerContext, GraphqlContext>({
    schema,
    graphqlEndpoint: '/graphql',
    context: ({ requestId, viewer, request }) => {
      const lastEventId = request.headers.get('last-event-id');
      return createContext(services, { viewer, requestId, lastEventId });
    },
    plugins: [...guards(limits), execution(services), subscriptions({ services, contextOfEvent })],
    parserAndValidationCache: {
      documentCache: createTextCache(limits.cachedDocuments),
      errorCache: createTextCache(limits.cachedDocuments),
    },
    maskedErrors: { maskError: (error) => presentOutside(services, error) },
    graphiql: () => ({
      title: 'QBR',
      defaultTabs: exampleQueries(services.clock(), services.config.timeZone).map(({ query }) => ({ query })),
    }),
    renderGraphiQL,
    // The platform's own, because the listener makes an ETag of a clone, and a clone of yoga's shares the body.
    fetchAPI: { Response },
    // The listener decides who may ask from where; a browser's page of another site may not.
    cors: false,
    batching: false,
    multipart: false,
    landingPage: false,
    logging: false,
  });
  const withPolicy = createPagePolicy();
  const answer = cacheAnswers(services, (request, context) => yoga.fetch(request, context));
  return async (request, context) => {
    const body = await readBody(request, limits.maxBodyBytes);
    return 'refusal' in body ? body.refusal : withPolicy(await answer({ request, body: body.text }, context));
  };
}

/** A request whose body has been read. */
interface ReadRequest {
  readonly request: Request;
  readonly body: string | null;
}

type Answering = (request: Request, context: AnswerContext) => Response | Promise<Response>;

/** Answers from the cache, where nothing has changed since the same was asked. */
function cacheAnswers(
  services: GraphqlServices,
  ask: Answering,
): (asked: ReadRequest, context: RequestContext) => Promise<Response> {
  const answers = createAnswerCache<Answer, UncachedAnswer>(services);
  return async ({ request: { url, method, headers, signal }, body }, context) => {
    const { id, name, roles } = context.viewer;
    // One caller's answer is no other's: what they may see depends on their roles, and `viewer` says who they are.
    const key = JSON.stringify([id, name, roles, method, headers.get('accept'), url, body]);
    const answer = await answers.answer(key, async () => {
      const outcome = { isRepeatable: false };
      const asked = new Request(url, { method, headers, signal, body });
      const response = await ask(asked, { ...context, answer: outcome });
      const contentType = response.headers.get('content-type');
      if (!outcome.isRepeatable || response.status !== 200 || contentType === null) return { response };
      return { bytes: new Uint8Array(await response.arrayBuffer()), contentType };
    });
    if ('response' in answer) return answer.response;
    return new Response(answer.bytes, { headers: { 'content-type': answer.contentType } });
  };
}

/**
 * Executes with GraphQL's reference implementation, which answers in the order in which fields were asked for, as yoga's
 * own does not, for as long as the configuration allows. Errors are presented before yoga would mask them, because here the request is known.
 */
function execution({ logger, config }: GraphqlServices): Plugin<GraphqlContext> {
  return {
    onExecute({ args, setExecuteFn }) {
      setExecuteFn((asked) => executeInTime(asked, execute, config.graphql.timeoutMs));
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result)) return;
          if (!result.errors) {
            markRepeatable(args);
            return;
          }
          const { requestId } = args.contextValue;
          const errors = presentErrors(result.errors, { requestId, logger });
          // Without data nothing was executed, such as for a variable that is not of its type.
          setResult({ ...result, errors: 'data' in result ? errors : errors.map(asBadRequest) });
        },
      };
    },
  };
}

/** The context that a request is executed in holds what the request came with. */
function markRepeatable({ document, operationName, contextValue }: ExecutionArgs): void {
  const { answer, isCacheable } = contextValue as Partial<AnswerContext> & Partial<GraphqlContext>;
  const isQuery = getOperationAST(document, operationName)?.operation === 'query';
  if (answer) answer.isRepeatable = isQuery && isCacheable?.() === true;
}

/** Errors outside an execution: GraphQL's own of parsing and validation, and defects. */
function presentOutside({ logger }: GraphqlServices, error: unknown): Error {
  const [presented] = presentErrors([error], { requestId: randomUUID(), logger });
  // Masking looks at the errors of an execution once more, which have a path: an answer with data is 200, whatever it lacks.
  const isOutside = presented?.path === undefined && presented?.extensions['code'] === 'INTERNAL_SERVER_ERROR';
  if (isOutside) presented.extensions['http'] = { status: 500 };
  return presented ?? new Error('Unexpected error');
}
