import type { ValueOf } from './variable.ts';
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
/** The parsed variables; null where a variable without a default is unset. */
export type ParsedVariables = { readonly [Name in VariableName]: ValueOf<(typeof VARIABLES)[Name]> };
