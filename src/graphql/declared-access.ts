import type { GraphQLSchema } from 'graphql';

/** Access of a root field: everyone, or callers with a permission, perhaps operators as well. */
export type DeclaredAccess =
  | { readonly everyone: true }
  | { readonly permission: string }
  | { readonly permissionOrOperator: string };

/**
 * Checks that every field of the root types declares its access, and returns the schema.
 * @throws Error naming the fields without `authScopes`
 */
export function withDeclaredAccess(schema: GraphQLSchema): GraphQLSchema {
  const undeclared = [...declaredAccess(schema)].filter(([, access]) => access === null).map(([name]) => name);
  if (undeclared.length > 0) throw new Error(`Fields without authScopes: ${undeclared.join()}`);
  return schema;
}

/** Declared access by field coordinate (`Query.viewer`); null if none is declared. */
export function declaredAccess(schema: GraphQLSchema): ReadonlyMap<string, DeclaredAccess | null> {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const fields = roots.flatMap((root) =>
    Object.values(root?.getFields() ?? {}).map((field) => {
      const options = field.extensions['pothosOptions'] as { readonly authScopes?: DeclaredAccess } | undefined;
      return [`${root?.name}.${field.name}`, options?.authScopes ?? null] as const;
    }),
  );
  return new Map(fields);
}
