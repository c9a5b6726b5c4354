import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import { createContext, type GraphqlContext, type GraphqlServices, type RequestContext } from '#src/graphql/context.ts';
import { executeInTime } from '#src/graphql/guards/deadline.ts';
import { refuseComplexity } from '#src/graphql/guards/guards.ts';
import { schema } from '#src/graphql/schema.ts';
import type { TextCache } from '#src/http/text-cache.ts';
import { executeCompiled } from './compiled-execution.ts';
import { noteExecution } from './observed-operation.ts';

/** A request whose body has been read; null for none. */
export interface ReadRequest {
  readonly request: Request;
  readonly body: string | null;
}

/** What a repeated query has been answered with. */
export interface RepeatedAnswer {
  readonly result: ExecutionResult;
  readonly context: GraphqlContext;
  readonly contentType: string;
}

/** The queries that have been executed before: their documents are valid and within the limits. */
export interface RepeatedQueries {
  /** Notes the document of a query that has been executed without errors. */
  note(document: DocumentNode): void;
  /** Executes the query of a plain request; null for any other request, which is yoga's. */
  execute(asked: ReadRequest, context: RequestContext): Promise<RepeatedAnswer | null>;
}

/** What `Accept` asks for, as yoga understands it. */
const MEDIA_TYPES: ReadonlyMap<string | null, string> = new Map([
  [null, 'application/json'],
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
]);

const POSTED_TYPE = /^application\/json(;|$)/;

/**
 * Executes repeated queries without yoga, whose hooks take longer for each request than a short query. What makes a request
 * different from others is checked as there: its complexity, its variables and its time
 * (ops/decisions/0019-repeated-queries-without-yoga.md).
 * @param documents parsed documents by their text
 */
export function createRepeatedQueries(
  services: GraphqlServices,
  documents: Pick<TextCache<DocumentNode>, 'get'>,
): RepeatedQueries {
  const limits = services.config.graphql;
  // Where only registered operations are answered, that is yoga's to decide.
  const isOff = limits.persistedOperations?.isRequired ?? false;
  const executed = new WeakSet<DocumentNode>();
  return {
    note: (document) => void executed.add(document),
    async execute({ request, body }, { requestId, viewer, operation }) {
      const contentType = MEDIA_TYPES.get(request.headers.get('accept'));
      const isPlain =
        !isOff && contentType !== undefined && POSTED_TYPE.test(request.headers.get('content-type') ?? '');
      const asked = isPlain && body !== null ? plainParameters(body) : null;
      const document = asked && documents.get(asked.query);
      if (!asked || !document || !executed.has(document)) return null;
      const { operationName, variables: variableValues } = asked;
      if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.QUERY) return null;
      const lastEventId = request.headers.get('last-event-id');
      const context = createContext(services, { viewer, requestId, lastEventId });
      const args: ExecutionArgs = { schema, document, contextValue: context, variableValues, operationName };
      if (refuseComplexity(args, limits)) return null;
      // What throws instead of reporting an error is a defect, which yoga meets again and reports.
      const result = await executeInTime(args, executeCompiled, limits.timeoutMs).catch(() => null);
      if (result && !result.errors) noteExecution(operation, args, 'success');
      return result && { result, context, contentType: `${contentType}; charset=utf-8` };
    },
  };
}

/** What a plain request asks for. */
interface PlainParameters {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Record<string, unknown> | null;
}

/** The parameters of a body that has a query, its name and its variables, and nothing else; null for any other. */
function plainParameters(body: string): PlainParameters | null {
  const parsed = jsonOrNull(body);
  if (!isObject(parsed)) return null;
  const { query, operationName = null, variables = null, ...others } = parsed;
  if (typeof query !== 'string' || Object.keys(others).length > 0) return null;
  if (operationName !== null && (typeof operationName !== 'string' || operationName === '')) return null;
  if (variables !== null && !isObject(variables)) return null;
  return { query, operationName, variables };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
