import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { expect, it } from 'vitest';
import { printedSchema } from '#src/graphql/printed-schema.ts';
import { schema } from '#src/graphql/schema.ts';
import { packageRoot } from '#src/package-root.ts';

/** Everything that a reader of the schema sees, with its path. */
function* described(): Generator<readonly [path: string, description: string | null | undefined]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || ['ID', 'Int', 'Float', 'String', 'Boolean'].includes(type.name)) continue;
    yield [type.name, type.description];
    if (isEnumType(type)) {
      for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field.description];
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        yield [`${type.name}.${field.name}`, field.description];
        for (const arg of field.args) yield [`${type.name}.${field.name}(${arg.name})`, arg.description];
      }
    }
  }
}

/** Whether every list in the type is a non-null list of non-null members. */
function hasStrictLists(type: GraphQLOutputType): boolean {
  if (isListType(type)) return false;
  if (!isNonNullType(type)) return true;
  const inner: GraphQLOutputType = type.ofType;
  return isListType(inner) ? isNonNullType(inner.ofType) && hasStrictLists(inner.ofType) : true;
}

it('schema.graphql is the schema that is served; `npm run schema:print` writes it', () => {
  expect(readFileSync(join(packageRoot(), 'schema.graphql'), 'utf8')).toBe(printedSchema());
});

it('describes every type, field, argument and enum value in a sentence', () => {
  const poor = [...described()].filter(([, description]) => !/^\S.{7,}[.:)`]$/su.test(description ?? ''));
  expect(poor).toEqual([]);
});

it('lets `... on Error` be written for every mutation: each answers with a union that has an error', () => {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  expect(fields.length).toBeGreaterThan(10);
  const without = fields.filter(({ type }) => {
    const result = getNamedType(type);
    if (!isUnionType(result)) return true;
    return !result.getTypes().some((member) => member.getInterfaces().some(({ name }) => name === 'Error'));
  });
  expect(without.map(({ name }) => name)).toEqual([]);
  const selections = fields.map(({ name, args }) => `${name}${args.length > 0 ? '(input: $i)' : ''}`);
  for (const [index, { name, args }] of fields.entries()) {
    const type = args[0] ? `($i: ${args[0].type})` : '';
    const document = parse(`mutation ${type} { ${selections[index]} { __typename ... on Error { code message } } }`);
    expect([name, validate(schema, document)]).toEqual([name, []]);
  }
});

it('has lists that are non-null and of non-null members only', () => {
  const loose = Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []))
    .filter((field) => !hasStrictLists(field.type))
    .map((field) => field.name);
  expect(loose).toEqual([]);
});
