import { randomUUID } from 'node:crypto';
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import { createYoga, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { accessKey } from '#src/auth/viewer.ts';
import { createContext, type GraphqlContext, type GraphqlServices, type RequestContext } from '#src/graphql/context.ts';
import { readBody } from '#src/graphql/guards/body-size.ts';
import { executeInTime } from '#src/graphql/guards/deadline.ts';
import { guards } from '#src/graphql/guards/guards.ts';
import { isMultipartRequest, readMultipart } from '#src/graphql/guards/multipart.ts';
import { schema } from '#src/graphql/schema.ts';
import { type Answer, createAnswerCache, type UncachedAnswer } from '#src/http/answer-cache.ts';
import { createTextCache } from '#src/http/text-cache.ts';
import { executeCompiled } from './compiled-execution.ts';
import { asBadRequest, presentErrors } from './errors.ts';
import { exampleQueries } from './example-queries.ts';
import { createGraphiqlPage, withPagePolicy } from './graphiql-page.ts';
import { bytesOf, LightResponse, readRequest, requestWithParameters } from './light-messages.ts';
import { createObservedOperations, noteExecution } from './observed-operation.ts';
import {
  createRepeatedQueries,
  type ReadRequest,
  type RepeatedAnswer,
  type RepeatedQueries,
} from './repeated-queries.ts';
import { subscriptions } from './subscriptions.ts';

/** Context of an execution with the state of its answer. */
interface AnswerContext extends RequestContext {
  /** The organizations of an answer that may be cached until their data changes: of a query without errors. */
  readonly answer: { repeatable?: ReadonlySet<number> };
  /** The result of a repeated query, which has errors that are to be presented. */
  readonly executed?: ExecutionResult;
}

type YogaAnswering = (request: Request, context: AnswerContext) => Response | Promise<Response>;

/** Answers requests to `/graphql`: operations, and the GraphiQL page for browsers. */
export type GraphqlHandler = (request: Request, context: RequestContext) => Promise<Response>;

/**
 * The GraphQL API over the program's services.
 * @throws InvalidParameterError if the registered operations cannot be read
 */
export function createGraphqlHandler(services: GraphqlServices): GraphqlHandler {
  const limits = services.config.graphql;
  const graphiqlPage = createGraphiqlPage();
  const documents = createTextCache<DocumentNode>(limits.cachedDocuments);
  const repeated = createRepeatedQueries(services, documents);
  const contextOfEvent = (asked: GraphqlContext) => ({ ...asked, ...createContext(services, asked) });
  const yoga = createYoga<AnswerContext, GraphqlContext>({
    schema,
    graphqlEndpoint: '/graphql',
    context: ({ requestId, viewer, request }) => {
      const lastEventId = request.headers.get('last-event-id');
      return createContext(services, { viewer, requestId, lastEventId });
    },
    plugins: [...guards(limits), execution(services, repeated), subscriptions({ services, contextOfEvent })],
    parserAndValidationCache: {
      documentCache: documents,
      errorCache: createTextCache(limits.cachedDocuments),
    },
    maskedErrors: { maskError: (error) => presentOutside(services, error) },
    renderGraphiQL: () => graphiqlPage({ defaultTabs: exampleQueries(services.clock(), services.config.timeZone) }),
    // Not yoga's: the listener hashes a clone for the ETag, and a clone of yoga's shares the body.
    fetchAPI: { Response: LightResponse },
    // Limited before (guards/body-size.ts); yoga would make a stream to count it.
    maxRequestBodySize: false,
    // The listener checks origins; pages of other sites are rejected.
    cors: false,
    batching: false,
    // Read before (guards/multipart.ts): yoga's reader takes any number of files and bytes.
    multipart: false,
    landingPage: false,
    logging: false,
  });
  const answer = cacheAnswers(
    services,
    answering(repeated, (request, context) => yoga.handleRequest(request, context)),
  );
  const handle: GraphqlHandler = async (request, context) => {
    if (isMultipartRequest(request)) {
      const read = await readMultipart(request, limits.maxBodyBytes);
      if ('refusal' in read) return read.refusal;
      return yoga.handleRequest(requestWithParameters(request, read.operations), { ...context, answer: {} });
    }
    const body = await readBody(request, limits.maxBodyBytes);
    return 'refusal' in body ? body.refusal : withPagePolicy(await answer({ request, body: body.text }, context));
  };
  const operations = createObservedOperations(limits.persistedOperations);
  return (request, context) =>
    // A browser that opens the page asks no operation.
    isPageRequest(request)
      ? handle(request, context)
      : operations.observe((operation) => handle(request, { ...context, operation }));
}

function isPageRequest({ method, headers }: Request): boolean {
  return method === 'GET' && headers.get('accept')?.includes('text/html') === true;
}

/** An answer with the name of its operation. */
interface OperationAnswer extends Answer {
  readonly operationName: string | null;
}

/** Answers a request that is not in the cache. */
type Answering = (asked: ReadRequest, context: RequestContext) => Promise<OperationAnswer | UncachedAnswer>;

/** Answers from the cache if nothing has changed since an equal request. */
function cacheAnswers(
  services: GraphqlServices,
  ask: Answering,
): (asked: ReadRequest, context: RequestContext) => Promise<Response> {
  const answers = createAnswerCache<OperationAnswer, UncachedAnswer>({ ...services, name: 'graphql answers' });
  return async (asked, context) => {
    const { url, method, headers } = asked.request;
    const { id, name } = context.viewer;
    // Keyed by caller: fields depend on the roles, and `viewer` returns the caller.
    const access = accessKey(context.viewer);
    const key = JSON.stringify([id, name, access, method, headers.get('accept'), url, asked.body]);
    const { operation } = context;
    let isCached = true;
    const answer = await answers.answer(key, () => {
      isCached = false;
      return ask(asked, context);
    });
    if ('response' in answer) return answer.response;
    if (isCached && operation) Object.assign(operation, { name: answer.operationName, outcome: 'cached' });
    return new Response(answer.bytes, { headers: { 'content-type': answer.contentType } });
  };
}

/** Answers repeated queries without yoga, and everything else, also the errors of such a query, by yoga. */
function answering(repeated: RepeatedQueries, throughYoga: YogaAnswering): Answering {
  return async (asked, context) => {
    const found = await repeated.execute(asked, context);
    if (found && !found.result.errors) return dataAnswer(found, context.operation?.name ?? null);
    const outcome: AnswerContext['answer'] = {};
    const known = found && { executed: found.result };
    const response = await throughYoga(readRequest(asked.request, asked.body), {
      ...context,
      ...known,
      answer: outcome,
    });
    const contentType = response.headers.get('content-type');
    const organizations = outcome.repeatable;
    if (!organizations || response.status !== 200 || contentType === null) return { response };
    const operationName = context.operation?.name ?? null;
    return { bytes: await bytesOf(response), contentType, organizations, operationName };
  };
}

function dataAnswer(
  { result: { data }, context, contentType }: RepeatedAnswer,
  operationName: string | null,
): OperationAnswer | UncachedAnswer {
  const bytes = new TextEncoder().encode(JSON.stringify({ data }));
  const { organizations } = context;
  if (context.isCacheable()) return { bytes, contentType, organizations, operationName };
  return { response: new Response(bytes, { headers: { 'content-type': contentType } }) };
}

/**
 * Executes with GraphQL's reference implementation, which unlike yoga's returns fields in the requested order, or as it does,
 * within the configured time. Errors are presented here, before yoga masks them, because the request is known here.
 */
function execution({ logger, config }: GraphqlServices, repeated: RepeatedQueries): Plugin<GraphqlContext> {
  return {
    onExecute({ args, setExecuteFn }) {
      const { executed } = args.contextValue as Partial<AnswerContext>;
      setExecuteFn((asked) => executed ?? executeInTime(asked, executeCompiled, config.graphql.timeoutMs));
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result)) return;
          const { operation } = args.contextValue as Partial<AnswerContext>;
          noteExecution(operation, args, result.errors ? 'errors' : 'success');
          if (!result.errors) {
            repeated.note(args.document);
            markRepeatable(args);
            return;
          }
          const { requestId } = args.contextValue;
          const errors = presentErrors(result.errors, { requestId, logger });
          // No data: nothing was executed, for example because a variable has the wrong type.
          setResult({ ...result, errors: 'data' in result ? errors : errors.map(asBadRequest) });
        },
      };
    },
  };
}

/** Marks the answer of the request in its context. */
function markRepeatable({ document, operationName, contextValue }: ExecutionArgs): void {
  const { answer, isCacheable, organizations } = contextValue as Partial<AnswerContext> & Partial<GraphqlContext>;
  const isQuery = getOperationAST(document, operationName)?.operation === 'query';
  if (answer && organizations && isQuery && isCacheable?.()) answer.repeatable = organizations;
}

/** Errors outside an execution: GraphQL's parse and validation errors, and defects. */
function presentOutside({ logger }: GraphqlServices, error: unknown): Error {
  const [presented] = presentErrors([error], { requestId: randomUUID(), logger });
  // Yoga masks execution errors, which have a path, a second time: a partial answer with data stays 200.
  const isOutside = presented?.path === undefined && presented?.extensions['code'] === 'INTERNAL_SERVER_ERROR';
  if (isOutside) presented.extensions['http'] = { status: 500 };
  return presented ?? new Error('Unexpected error');
}
