import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** How many more fields may be counted. */
  left: number;
}

/**
 * How many fields the compiled form of a valid operation has: fragments are expanded wherever they are spread, and what is selected
 * of an interface or a union is compiled for each of its types. Counts to a little over `maximum`, because the number grows with a
 * power of the document's length.
 */
export function compiledFields(
  {
    schema,
    document,
    operation,
  }: {
    readonly schema: GraphQLSchema;
    readonly document: DocumentNode;
    readonly operation: OperationDefinitionNode;
  },
  maximum: number,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  const walk: Walk = { schema, fragments, left: maximum + 1 };
  countSelections(walk, operation.selectionSet, schema.getRootType(operation.operation));
  return maximum + 1 - walk.left;
}

function countSelections(walk: Walk, set: SelectionSetNode, type: GraphQLNamedType | null | undefined): void {
  for (const selection of set.selections) {
    if (walk.left <= 0) return;
    if (selection.kind === Kind.FIELD) {
      walk.left -= 1;
      if (selection.selectionSet) countComposite(walk, selection.selectionSet, fieldType(type, selection.name.value));
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      countSelections(walk, selection.selectionSet, narrowed(walk, selection.typeCondition?.name.value, type));
    } else {
      const fragment = walk.fragments.get(selection.name.value);
      if (fragment)
        countSelections(walk, fragment.selectionSet, narrowed(walk, fragment.typeCondition.name.value, type));
    }
  }
}

function countComposite(walk: Walk, set: SelectionSetNode, type: GraphQLNamedType | undefined): void {
  const types = isAbstractType(type) ? walk.schema.getPossibleTypes(type) : [type];
  for (const each of types) countSelections(walk, set, each);
}

function fieldType(parent: GraphQLNamedType | null | undefined, name: string): GraphQLNamedType | undefined {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const field = parent.getFields()[name];
  return field && getNamedType(field.type);
}

function narrowed(
  { schema }: Walk,
  condition: string | undefined,
  type: GraphQLNamedType | null | undefined,
): GraphQLNamedType | null | undefined {
  // A condition of an interface or a union leaves the object type as it is.
  const other = condition === undefined ? undefined : schema.getType(condition);
  return isCompositeType(other) && !isAbstractType(other) ? other : type;
}
