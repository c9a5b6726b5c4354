import type { ValueOf } from './variable.ts';
import { ACCESS_VARIABLES } from './variables-access.ts';
import { GRAPHQL_VARIABLES } from './variables-graphql.ts';
import { NOTIFY_VARIABLES } from './variables-notify.ts';
import { SERVER_VARIABLES } from './variables-server.ts';
import { VENDOR_VARIABLES } from './variables-vendors.ts';

/** Every environment variable, in documentation order. `docs/operations.md` and `.env.example` are generated from it. */
export const VARIABLES = {
  ...SERVER_VARIABLES,
  ...GRAPHQL_VARIABLES,
  ...VENDOR_VARIABLES,
  ...ACCESS_VARIABLES,
  ...NOTIFY_VARIABLES,
} as const;

export type VariableName = keyof typeof VARIABLES;
/** The parsed variables; null where a variable without a default is unset. */
export type ParsedVariables = { readonly [Name in VariableName]: ValueOf<(typeof VARIABLES)[Name]> };
