import { randomUUID } from 'node:crypto';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { execute } from 'graphql';
import { createYoga, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { LOCAL_VIEWER } from '../auth/viewer.ts';
import { createContext, type GraphqlContext, type GraphqlServices } from './context.ts';
import { presentErrors } from './errors.ts';
import { exampleQueries } from './example-queries.ts';
import { schema } from './schema.ts';

/** What is known of a request before it is read. */
export interface RequestContext {
  /** What the answer and the log call the request. */
  readonly requestId: string;
}

/** Answers requests to `/graphql`: operations, and GraphiQL where a browser asks for a page. */
export type GraphqlHandler = (request: Request, context?: RequestContext) => Promise<Response>;

/** The GraphQL API over the program's services. */
export function createGraphqlHandler(services: GraphqlServices): GraphqlHandler {
  const yoga = createYoga<RequestContext, GraphqlContext>({
    schema,
    graphqlEndpoint: '/graphql',
    context: ({ requestId }) => createContext(services, { viewer: LOCAL_VIEWER, requestId }),
    plugins: [execution(services)],
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
    return yoga.fetch(request, context);
  };
}

/**
 * Executes with GraphQL's reference implementation, which answers in the order in which fields were asked for, as yoga's
 * own does not. Errors are presented before yoga would mask them, because here the request is known.
 */
function execution({ logger }: GraphqlServices): Plugin<GraphqlContext> {
  return {
    onExecute({ args, setExecuteFn }) {
      setExecuteFn(execute);
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
