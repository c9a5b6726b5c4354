import {
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { expect, it } from 'vitest';
import { LIST_SIZES } from '#src/graphql/guards/list-sizes.ts';
import { schema } from '#src/graphql/schema.ts';

/** Lists of objects, by coordinate, whose arguments do not always say how many members there are. */
function listsOfUntoldSize(asked: GraphQLSchema): string[] {
  return Object.values(asked.getTypeMap()).flatMap((type) => {
    if (!(isObjectType(type) || isInterfaceType(type)) || type.name.startsWith('__')) return [];
    // How many edges a page has, the arguments of its connection say.
    const fields = Object.values(type.getFields()).filter(
      ({ name }) => !(type.name.endsWith('Connection') && name === 'edges'),
    );
    return fields.filter(isListOfUntoldSize).map(({ name }) => `${type.name}.${name}`);
  });
}

function isListOfUntoldSize({ type, args }: GraphQLField<unknown, unknown>): boolean {
  const isList = isListType(isNonNullType(type) ? type.ofType : type) && isCompositeType(getNamedType(type));
  return isList && !args.some((arg) => arg.name === 'keys' && isNonNullType(arg.type));
}

/** Their size is that of the range of periods that the field above them is asked for. */
const SIZED_FROM_ABOVE = ['MetricSeries.points', 'SmartNumberSeries.points'];

it('every list whose size no argument tells has a line in the table, and nothing else has', () => {
  const untold = listsOfUntoldSize(schema).filter((name) => !SIZED_FROM_ABOVE.includes(name));
  expect(Object.keys(LIST_SIZES).sort()).toEqual(untold.sort());
});
