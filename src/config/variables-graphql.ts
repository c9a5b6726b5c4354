import { z } from 'zod';
import { variable, whole, yesOrNo } from './variable.ts';

/** Limits and features of the GraphQL API. */
export const GRAPHQL_VARIABLES = {
  QBR_GRAPHQL_MAX_BODY_BYTES: variable({
    meaning: 'Maximum bytes of a GraphQL request body',
    default: '1000000',
    example: '250000',
    schema: whole(1_000, 1_048_576),
  }),
  QBR_GRAPHQL_MAX_TOKENS: variable({
    meaning: 'Maximum tokens of a GraphQL document',
    default: '2000',
    example: '1000',
    schema: whole(10, 20_000),
  }),
  QBR_GRAPHQL_MAX_DEPTH: variable({
    meaning: 'Maximum depth of a GraphQL operation, in levels of fields',
    default: '20',
    example: '15',
    schema: whole(1, 100),
  }),
  QBR_GRAPHQL_MAX_ALIASES: variable({
    meaning: 'Maximum aliases in a GraphQL document',
    default: '100',
    example: '30',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_MAX_DIRECTIVES: variable({
    meaning: 'Maximum directives in a GraphQL document',
    default: '50',
    example: '10',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_MAX_COMPLEXITY: variable({
    meaning: 'Maximum complexity of a GraphQL operation: the estimated number of fields in the response',
    default: '500000',
    example: '100000',
    schema: whole(1, 1_000_000_000),
  }),
  QBR_GRAPHQL_TIMEOUT_SECONDS: variable({
    meaning: 'Timeout of a GraphQL request, in seconds',
    default: '30',
    example: '10',
    schema: whole(1, 3_600),
  }),
  QBR_GRAPHQL_MAX_SUBSCRIPTIONS: variable({
    meaning: 'Maximum open GraphQL subscriptions',
    default: '100',
    example: '20',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_CACHED_DOCUMENTS: variable({
    meaning: 'Size of the cache of parsed GraphQL documents',
    default: '500',
    example: '100',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_INTROSPECTION: variable({
    meaning: 'Whether GraphQL introspection is enabled; GraphiQL needs it',
    default: 'true',
    example: 'false',
    schema: yesOrNo,
  }),
  QBR_GRAPHQL_PERSISTED_OPERATIONS: variable({
    meaning:
      'Persisted GraphQL operations, requested by the SHA-256 of their registered document: `off`, `allowed`, or `required` (other operations are rejected)',
    default: 'off',
    example: 'allowed',
    schema: z.enum(['off', 'allowed', 'required'], { error: 'is not off, allowed or required' }),
  }),
  QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH: variable({
    meaning: 'Registered documents: a JSON file of documents by hash, or a folder of `.graphql` files',
    default: null,
    example: './persisted-operations.json',
    schema: z.string().min(1),
  }),
} as const;
