import { type GraphQLSchema, isObjectType } from 'graphql';

/**
 * Removes the resolvers of fields that only read the property of their name: without one the property is read, which a compiled
 * query does in place. A field that a plugin guards keeps its resolver.
 */
export function withPlainProperties(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { pothosExposedField, pothosResolveWrapped } = field.extensions;
      if (pothosExposedField === field.name && pothosResolveWrapped === false) delete field.resolve;
    }
  }
  return schema;
}
