import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { isQuarter, monthsOf, type Period } from '#src/core/period.ts';
import { type Arguments, ASSUMED_SIZE, LIST_SIZES, PAGE_SIZE } from './list-sizes.ts';

/** An operation as it is to be executed. */
export interface AskedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client sent them. */
  readonly variables: Arguments;
}

/** What a field's arguments say of the sizes of lists: its own, or of those right beneath it. */
interface Sizes {
  readonly keys?: number;
  /** Periods of a range. */
  readonly range?: number;
  /** Members of a page. */
  readonly page?: number;
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Record<string, unknown>;
  /** By fragment and where it is spread, because a fragment may be spread a great many times. */
  readonly known: Map<string, number>;
}

/**
 * How many fields the answer to a valid operation may have: each field counts once, times the sizes of the lists it is
 * in. What `@skip` and `@include` leave out counts as well. Why not Pothos' plugin: ops/decisions/0012-pothos-answers-errors.md.
 */
export function estimateComplexity({ schema, document, operation, variables }: AskedOperation): number {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const root = schema.getRootType(operation.operation);
  // Variables that do not fit are refused by the execution, before it asks for anything.
  if (!coerced || !root) return 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  return ofSelections({ schema, fragments, variables: coerced, known: new Map() }, operation.selectionSet, root, {});
}

function ofSelections(walk: Walk, set: SelectionSetNode, type: GraphQLCompositeType, sizes: Sizes): number {
  let cost = 0;
  for (const selection of set.selections) {
    switch (selection.kind) {
      case Kind.FIELD:
        cost += ofField(walk, selection, type, sizes);
        break;
      case Kind.INLINE_FRAGMENT: {
        const narrowed = compositeType(walk, selection.typeCondition?.name.value) ?? type;
        cost += ofSelections(walk, selection.selectionSet, narrowed, sizes);
        break;
      }
      case Kind.FRAGMENT_SPREAD:
        cost += ofFragment(walk, selection.name.value, sizes);
    }
  }
  return cost;
}

function ofFragment(walk: Walk, name: string, sizes: Sizes): number {
  const key = `${name} ${sizes.range} ${sizes.page}`;
  const known = walk.known.get(key);
  if (known !== undefined) return known;
  const fragment = walk.fragments.get(name);
  const type = compositeType(walk, fragment?.typeCondition.name.value);
  const cost = fragment && type ? ofSelections(walk, fragment.selectionSet, type, sizes) : 0;
  walk.known.set(key, cost);
  return cost;
}

function compositeType({ schema }: Walk, name: string | undefined): GraphQLCompositeType | null {
  const type = name === undefined ? null : schema.getType(name);
  return isCompositeType(type) ? type : null;
}

function ofField(walk: Walk, node: FieldNode, parent: GraphQLCompositeType, inherited: Sizes): number {
  const field = fieldOf(parent, node.name.value);
  const type = field && getNamedType(field.type);
  if (!field || !node.selectionSet || !isCompositeType(type)) return 1;
  const args = argumentsOf(walk, field, node);
  const asked = sizesOf(args, type.name.endsWith('Connection'));
  if (!isList(field)) return 1 + ofSelections(walk, node.selectionSet, type, asked);
  const [members, beneath] = membersOf(`${parent.name}.${field.name}`, { args, asked, inherited });
  return 1 + members * ofSelections(walk, node.selectionSet, type, beneath);
}

/** How many members a list may have, and what its arguments say of the lists beneath. */
function membersOf(
  name: string,
  { args, asked, inherited }: { readonly args: Arguments; readonly asked: Sizes; readonly inherited: Sizes },
): readonly [number, Sizes] {
  const { keys, ...others } = asked;
  if (keys !== undefined) return [keys, others];
  const assumed = LIST_SIZES[name];
  // What selects members says nothing of a range, which is then one of the lists beneath.
  if (typeof assumed === 'function') return [assumed(args), others];
  const own = asked.range ?? asked.page;
  if (own !== undefined) return [own, {}];
  if (assumed !== undefined) return [assumed, {}];
  return [inherited.page ?? inherited.range ?? ASSUMED_SIZE, {}];
}

function fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function argumentsOf({ variables }: Walk, field: GraphQLField<unknown, unknown>, node: FieldNode): Arguments {
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    // The execution reports it, and does not call the resolver.
    return {};
  }
}

function sizesOf({ keys, first, last, from, to, kind }: Arguments, isConnection: boolean): Sizes {
  const range = isPeriod(from) && isPeriod(to) ? periodsBetween(from, to, kind) : undefined;
  const periods = typeof last === 'number' ? Math.min(Math.max(last, 0), range ?? last) : range;
  const page = typeof first === 'number' ? Math.max(first, 0) : PAGE_SIZE;
  return {
    ...(Array.isArray(keys) && { keys: keys.length }),
    ...(periods !== undefined && { range: periods }),
    ...(isConnection && { page }),
  };
}

function isPeriod(value: unknown): value is Period {
  return typeof value === 'string';
}

function periodsBetween(from: Period, to: Period, kind: unknown): number {
  const [first = '', last = ''] = [monthsOf(from)[0], monthsOf(to).at(-1)];
  const months =
    12 * (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) + monthOfYear(last) - monthOfYear(first) + 1;
  const isOfQuarters = kind === 'QUARTER' || (kind === undefined && isQuarter(from));
  return Math.max(0, isOfQuarters ? Math.ceil(months / 3) : months);
}

function monthOfYear(month: string): number {
  return Number(month.slice(5, 7));
}
