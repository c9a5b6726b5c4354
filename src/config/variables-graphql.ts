import { z } from 'zod';
import { variable, whole, yesOrNo } from './variable.ts';

/** What a GraphQL request may ask for, and how. */
export const GRAPHQL_VARIABLES = {
  QBR_GRAPHQL_MAX_BODY_BYTES: variable({
    meaning: 'Most bytes of a GraphQL request’s body',
    default: '1000000',
    example: '250000',
    schema: whole(1_000, 1_048_576),
  }),
  QBR_GRAPHQL_MAX_TOKENS: variable({
    meaning: 'Most tokens of a GraphQL document',
    default: '2000',
    example: '1000',
    schema: whole(10, 20_000),
  }),
  QBR_GRAPHQL_MAX_DEPTH: variable({
    meaning: 'Most levels of fields of a GraphQL operation',
    default: '20',
    example: '15',
    schema: whole(1, 100),
  }),
  QBR_GRAPHQL_MAX_ALIASES: variable({
    meaning: 'Most aliases of a GraphQL document',
    default: '100',
    example: '30',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_MAX_DIRECTIVES: variable({
    meaning: 'Most directives of a GraphQL document',
    default: '50',
    example: '10',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_MAX_COMPLEXITY: variable({
    meaning: 'Most fields that a GraphQL answer may have, as estimated beforehand',
    default: '500000',
    example: '100000',
    schema: whole(1, 1_000_000_000),
  }),
  QBR_GRAPHQL_TIMEOUT_SECONDS: variable({
    meaning: 'Seconds after which a GraphQL request is abandoned',
    default: '30',
    example: '10',
    schema: whole(1, 3_600),
  }),
  QBR_GRAPHQL_MAX_SUBSCRIPTIONS: variable({
    meaning: 'GraphQL subscriptions that may be open at once',
    default: '100',
    example: '20',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_CACHED_DOCUMENTS: variable({
    meaning: 'Parsed GraphQL documents that are kept',
    default: '500',
    example: '100',
    schema: whole(0, 10_000),
  }),
  QBR_GRAPHQL_INTROSPECTION: variable({
    meaning: 'Whether GraphQL tells its schema, which GraphiQL needs',
    default: 'true',
    example: 'false',
    schema: yesOrNo,
  }),
  QBR_GRAPHQL_PERSISTED_OPERATIONS: variable({
    meaning:
      'Whether GraphQL operations are asked for by the SHA-256 of their registered document: `off`, `allowed`, or `required`, then nothing else',
    default: 'off',
    example: 'allowed',
    schema: z.enum(['off', 'allowed', 'required'], { error: 'is none of off, allowed, required' }),
  }),
  QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH: variable({
    meaning: 'The registered documents: a JSON file of documents by hash, or a folder of `.graphql` files',
    default: null,
    example: './persisted-operations.json',
    schema: z.string().min(1),
  }),
} as const;
