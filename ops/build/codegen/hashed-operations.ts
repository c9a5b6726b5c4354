import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers';
import { registeredOperations } from './registered-operation.ts';

/**
 * Operations as their name, kind and hash, with the types of their result and variables. The program that serves the
 * dashboard knows them by their hash (src/graphql/guards/persisted-operations.ts).
 */
export const plugin: CodegenPlugin['plugin'] = (_schema, files) => ({
  prepend: ["import type { TypedOperation } from '../client/graphql-client.ts';"],
  content: registeredOperations(files)
    .map(({ operation, sha256 }) => {
      const name = operation.name?.value ?? '';
      const type = `${name}${operation.operation.replace(/^./, (first) => first.toUpperCase())}`;
      return `export const ${name}Operation: TypedOperation<${type}, ${type}Variables> = {
  name: '${name}',
  kind: '${operation.operation}',
  sha256: '${sha256}',
};`;
    })
    .join('\n\n'),
});
