import { GraphQLError } from 'graphql';

/** What a GraphQL request may ask for; set by the variables `QBR_GRAPHQL_…`. */
export interface GraphqlLimits {
  readonly maxBodyBytes: number;
  readonly maxTokens: number;
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  /** Fields in the answer, as estimated before anything is executed. */
  readonly maxComplexity: number;
  readonly timeoutMs: number;
  /** Subscriptions that may be open at once in this process. */
  readonly maxSubscriptions: number;
  readonly introspection: boolean;
  /** Parsed and validated documents that are kept. */
  readonly cachedDocuments: number;
  /** Operations that are asked for by their hash; null where there are none. */
  readonly persistedOperations: {
    /** Whether nothing else may be asked. */
    readonly isRequired: boolean;
    /** A JSON file of documents by hash, or a folder of `.graphql` documents. */
    readonly path: string;
  } | null;
}

/** An operation that goes beyond a limit. */
export interface Excess {
  /** The variable that sets the limit. */
  readonly variable: string;
  readonly maximum: number;
  readonly actual: number;
  /** What there is so many of: `levels deep`, `aliases`. */
  readonly what: string;
  /** How to ask for less. */
  readonly advice: string;
}

/** The refusal of an operation that goes beyond a limit, before anything of it is executed. */
export function beyondLimit({ variable, maximum, actual, what, advice }: Excess): GraphQLError {
  const [has, most] = [actual, maximum].map((count) => count.toLocaleString('en-US'));
  return new GraphQLError(`The request has ${has} ${what}; at most ${most} are allowed (${variable}). ${advice}`, {
    extensions: { code: 'INVALID_PARAMETER', limit: variable, maximum, actual, http: BAD_REQUEST },
  });
}

/** The status of a well-formed request that is refused; `application/json` clients get 200, as GraphQL over HTTP wants. */
export const BAD_REQUEST = { status: 400, spec: true } as const;
