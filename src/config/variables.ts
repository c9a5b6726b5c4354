import type { Variable } from './variable.ts';
import { ACCESS_VARIABLES } from './variables-access.ts';
import { GRAPHQL_VARIABLES } from './variables-graphql.ts';
import { SERVER_VARIABLES } from './variables-server.ts';
import { VENDOR_VARIABLES } from './variables-vendors.ts';

/**
 * Every variable the program reads, in the order in which they are documented. The table is also what
 * `docs/operations.md` and `.env.example` say; a test compares them.
 */
export const VARIABLES = {
  ...SERVER_VARIABLES,
  ...GRAPHQL_VARIABLES,
  ...VENDOR_VARIABLES,
  ...ACCESS_VARIABLES,
} as const;

export type VariableName = keyof typeof VARIABLES;
/** The table's variables as parsed; null where one is absent or wrong. */
export type ParsedVariables = {
  [Name in VariableName]: (typeof VARIABLES)[Name] extends Variable<infer T> ? T | null : never;
};
