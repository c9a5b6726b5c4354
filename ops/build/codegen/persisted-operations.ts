import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers';
import { registeredOperations } from './registered-operation.ts';

/** The registration for `QBR_GRAPHQL_PERSISTED_OPERATIONS`: the documents of operations by their SHA-256. */
export const plugin: CodegenPlugin['plugin'] = (_schema, files) => {
  const entries = registeredOperations(files).map(({ sha256, document }) => [sha256, document]);
  return JSON.stringify(Object.fromEntries(entries), null, 2);
};
