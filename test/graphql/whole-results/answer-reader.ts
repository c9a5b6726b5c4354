import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** Finds out what answers hold. */
export interface AnswerReader {
  /** `Type.field` of every field that had a value other than null or an empty list; `Union.Member` of every union. */
  readonly held: ReadonlySet<string>;
  /** Reads the data that a document was answered with. What may be of several types must ask for `__typename`. */
  read(document: string, data: Record<string, unknown>): void;
}

export function createAnswerReader(schema: GraphQLSchema): AnswerReader {
  const held = new Set<string>();

  const readObject = (scope: Scope, declared: GraphQLNamedType, data: Record<string, unknown>): void => {
    const type = isAbstractType(declared) ? schema.getType(String(data['__typename'])) : declared;
    if (!isObjectType(type)) throw new Error(`${declared.name} of an answer has no __typename`);
    held.add(`${declared.name}.${type.name}`);
    readSelections({ ...scope, type, data }, scope.selections);
  };

  const readSelections = (scope: ObjectScope, { selections }: SelectionSetNode): void => {
    const { type, data, fragments } = scope;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const field = type.getFields()[selection.name.value];
        const value = data[selection.alias?.value ?? selection.name.value];
        if (!field || value === null || (Array.isArray(value) && value.length === 0)) continue;
        held.add(`${type.name}.${field.name}`);
        const within = selection.selectionSet;
        if (!within) continue;
        for (const each of [value].flat()) {
          readObject({ fragments, selections: within }, getNamedType(field.type), each as Record<string, unknown>);
        }
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (fragment && applies(fragment.typeCondition?.name.value, type)) readSelections(scope, fragment.selectionSet);
      }
    }
  };

  const applies = (condition: string | undefined, type: GraphQLObjectType): boolean => {
    const on = condition === undefined ? type : schema.getType(condition);
    return on === type || (isAbstractType(on) && schema.isSubType(on, type));
  };

  return {
    held,
    read(document, data) {
      const { definitions } = parse(document);
      const fragments = fragmentsOf({ kind: Kind.DOCUMENT, definitions });
      const operation = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
      const root = operation && schema.getRootType(operation.operation);
      if (operation && root) readObject({ fragments, selections: operation.selectionSet }, root, data);
    },
  };
}

interface Scope {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly selections: SelectionSetNode;
}

interface ObjectScope extends Scope {
  readonly type: GraphQLObjectType;
  readonly data: Record<string, unknown>;
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
