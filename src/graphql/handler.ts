import { randomUUID } from 'node:crypto';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { execute } from 'graphql';
import { createYoga, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { LOCAL_VIEWER } from '../auth/viewer.ts';
import { createPeriodCache } from '../service/period-cache.ts';
import { createContext, type GraphqlContext, type GraphqlServices } from './context.ts';
import { presentErrors } from './errors.ts';
import { exampleQueries } from './example-queries.ts';
import { withinBodyLimit } from './guards/body-size.ts';
import { executeInTime } from './guards/deadline.ts';
import { createTextCache } from './guards/document-cache.ts';
import { guards } from './guards/guards.ts';
import { schema } from './schema.ts';

/** What is known of a request before it is read. */
export interface RequestContext {
  /** What the answer and the log call the request. */
  readonly requestId: string;
}

/** Answers requests to `/graphql`: operations, and GraphiQL where a browser asks for a page. */
export type GraphqlHandler = (request: Request, context?: RequestContext) => Promise<Response>;

/**
 * The GraphQL API over the program's services.
 * @throws InvalidParameterError when the registered operations cannot be read
 */
export function createGraphqlHandler(services: GraphqlServices): GraphqlHandler {
  const limits = services.config.graphql;
  const periods = createPeriodCache(services.database);
  const yoga = createYoga<RequestContext, GraphqlContext>({
    schema,
    graphqlEndpoint: '/graphql',
    context: ({ requestId }) => createContext(services, { viewer: LOCAL_VIEWER, requestId, periods }),
    plugins: [...guards(limits), execution(services)],
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
    // The listener decides who may ask from where; a browser's page of another site may not.
    cors: false,
    batching: false,
    multipart: false,
    landingPage: false,
    logging: false,
  });
  return async (request, context = { requestId: randomUUID() }) => {
    if (request.method === 'POST' && !isJson(request.headers)) return unsupportedMediaType();
    const limited = await withinBodyLimit(request, limits.maxBodyBytes);
    return limited instanceof Response ? limited : yoga.fetch(limited, context);
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
          if (isAsyncIterable(result) || !result.errors) return;
          const { requestId } = args.contextValue;
          setResult({ ...result, errors: presentErrors(result.errors, { requestId, logger }) });
        },
      };
    },
  };
}

/** Errors outside an execution: GraphQL's own of parsing and validation, and defects. */
function presentOutside({ logger }: GraphqlServices, error: unknown): Error {
  const [presented] = presentErrors([error], { requestId: randomUUID(), logger });
  return presented ?? new Error('Unexpected error');
}

/** A form or plain text can be sent by a page of another site without being asked; JSON cannot. */
function isJson(headers: Headers): boolean {
  const [essence = ''] = (headers.get('content-type') ?? '').split(';');
  return /^application\/([\w.-]+\+)?json$/i.test(essence.trim());
}

function unsupportedMediaType(): Response {
  const message = 'Send Content-Type: application/json';
  return Response.json({ errors: [{ message, extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] }, { status: 415 });
}
