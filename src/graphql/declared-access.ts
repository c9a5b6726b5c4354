import type { GraphQLSchema } from 'graphql';

/** Who may ask for a root field: everyone, or whoever has a permission. */
export type DeclaredAccess = { readonly everyone: true } | { readonly permission: string };

/**
 * The schema, once every field of its root types says who may ask for it.
 * @throws Error naming the fields that do not
 */
export function withDeclaredAccess(schema: GraphQLSchema): GraphQLSchema {
  const silent = [...declaredAccess(schema)].filter(([, access]) => access === null).map(([name]) => name);
  if (silent.length > 0) throw new Error(`These fields do not say who may ask for them (authScopes): ${silent.join()}`);
  return schema;
}

/** What each root field declares, by its coordinate (`Query.viewer`); null where it declares nothing. */
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
