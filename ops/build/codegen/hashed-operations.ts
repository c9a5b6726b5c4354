import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers';
import { type GraphQLSchema, isInputObjectType, type OperationDefinitionNode, print } from 'graphql';
import { registeredOperations } from './registered-operation.ts';

/**
 * Operations as their name, kind and hash, with the types of their result and variables. The program that serves the
 * dashboard knows them by their hash (src/graphql/guards/persisted-operations.ts). The client adds the organization that the
 * page shows, so it is none of the variables.
 */
export const plugin: CodegenPlugin['plugin'] = (schema, files) => ({
  prepend: ["import type { TypedOperation } from '../client/graphql-client.ts';"],
  content: registeredOperations(files)
    .map(({ operation, sha256 }) => {
      const name = operation.name?.value ?? '';
      const type = `${name}${operation.operation.replace(/^./, (first) => first.toUpperCase())}`;
      const organizationIn = placeOfOrganization(schema, operation);
      const variables =
        organizationIn === 'variables' ? `Omit<${type}Variables, 'organizationId'>` : `${type}Variables`;
      return `export const ${name}Operation: TypedOperation<${type}, ${variables}> = {
  name: '${name}',
  kind: '${operation.operation}',
  sha256: '${sha256}',
  organizationIn: ${organizationIn === null ? null : `'${organizationIn}'`},
};`;
    })
    .join('\n\n'),
});

/** Where an operation takes the organization: a variable of its own, a field of its variable `input`, or nowhere. */
function placeOfOrganization(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): 'variables' | 'input' | null {
  const typeOf = (name: string) => variableDefinitions.find(({ variable }) => variable.name.value === name)?.type;
  if (typeOf('organizationId')) return 'variables';
  const input = typeOf('input');
  const type = input && schema.getType(print(input).replace(/!$/, ''));
  return isInputObjectType(type) && 'organizationId' in type.getFields() ? 'input' : null;
}
