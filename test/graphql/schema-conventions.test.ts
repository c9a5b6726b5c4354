import {
  assertValidSchema,
  buildSchema,
  type GraphQLArgument,
  type GraphQLEnumValue,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '#src/graphql/schema.ts';

/** A named part of the schema that people read. */
interface Part {
  readonly path: string;
  readonly node:
    | GraphQLNamedType
    | GraphQLField<unknown, unknown>
    | GraphQLInputField
    | GraphQLArgument
    | GraphQLEnumValue;
  readonly style: RegExp;
}

const PASCAL = /^[A-Z][a-z\d]*([A-Z][a-z\d]*)*$/;
const CAMEL = /^[a-z][a-z\d]*([A-Z][a-z\d]*)*$/;
const UPPER = /^[A-Z][A-Z\d]*(_[A-Z\d]+)*$/;
/** Names of standards keep their own case. */
const STANDARD_NAMES: readonly string[] = ['ID'];

function partsOf(asked: GraphQLSchema): Part[] {
  return typesOf(asked).flatMap((type) => [{ path: type.name, node: type, style: PASCAL }, ...membersOf(type)]);
}

function typesOf(asked: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(asked.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
  );
}

function membersOf(type: GraphQLNamedType): Part[] {
  if (isEnumType(type)) {
    return type.getValues().map((node) => ({ path: `${type.name}.${node.name}`, node, style: UPPER }));
  }
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((node) => ({ path: `${type.name}.${node.name}`, node, style: CAMEL }));
  }
  return fieldsOf(type).flatMap((field) => {
    const path = `${type.name}.${field.name}`;
    const args = field.args.map((node) => ({ path: `${path}(${node.name})`, node, style: CAMEL }));
    return [{ path, node: field, style: CAMEL }, ...args];
  });
}

function fieldsOf(type: GraphQLNamedType): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

function typeOf(type: GraphQLNamedType, field: string): string | undefined {
  return fieldsOf(type)
    .find(({ name }) => name === field)
    ?.type.toString();
}

/** Everything that breaks a convention, a line each. */
function objections(asked: GraphQLSchema): string[] {
  return [...partsOf(asked).flatMap(objectionsToPart), ...typesOf(asked).flatMap(objectionsToType)];
}

function objectionsToPart({ path, node, style }: Part): string[] {
  const said: string[] = [];
  if (!style.test(node.name) && !STANDARD_NAMES.includes(node.name)) said.push(`${path} is not named as its kind is`);
  if (!node.description?.trim()) said.push(`${path} has no description`);
  if ('deprecationReason' in node && node.deprecationReason != null) {
    const isReason = node.deprecationReason.length >= 10 && node.deprecationReason !== 'No longer supported';
    if (!isReason) said.push(`${path} is deprecated without a reason that says what to use instead`);
    const isRequired =
      'type' in node && isNonNullType(node.type) && 'defaultValue' in node && node.defaultValue === undefined;
    if (isRequired) said.push(`${path} is deprecated though it must be given`);
  }
  return said;
}

function objectionsToType(type: GraphQLNamedType): string[] {
  if (isInputObjectType(type)) return type.name.endsWith('Input') ? [] : [`${type.name} does not end in Input`];
  const said: string[] = [];
  const { name } = type;
  if (name.endsWith('Connection')) {
    const node = name.replace(/Connection$/, 'Edge');
    if (typeOf(type, 'edges') !== `[${node}!]!`) said.push(`${name}.edges is not [${node}!]!`);
    if (typeOf(type, 'pageInfo') !== 'PageInfo!') said.push(`${name}.pageInfo is not PageInfo!`);
  }
  if (name.endsWith('Edge') && typeOf(type, 'cursor') !== 'String!') said.push(`${name}.cursor is not String!`);
  if (name.endsWith('Edge') && typeOf(type, 'node') === undefined) said.push(`${name} has no node`);
  return [...said, ...fieldsOf(type).flatMap((field) => objectionsToPages(name, field))];
}

/** A connection is asked for by `first` and `after`, and nothing else is. */
function objectionsToPages(owner: string, field: GraphQLField<unknown, unknown>): string[] {
  const isConnection = getNamedType(field.type).name.endsWith('Connection');
  const pageArguments = field.args.filter(({ name }) => name === 'first' || name === 'after').map(String);
  if (pageArguments.length === (isConnection ? 2 : 0)) return [];
  return [
    `${owner}.${field.name} is ${isConnection ? 'a connection' : 'no connection'} and has ${pageArguments.length} of first and after`,
  ];
}

describe('the schema', () => {
  it('is valid, and keeps the conventions of names, descriptions, deprecations, lists and connections', () => {
    assertValidSchema(schema);
    expect(objections(schema)).toEqual([]);
  });

  it('has mutations of one input that answer with a union of results', () => {
    const loose = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(({ name, type, args }) => {
      const stem = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      const [input, ...others] = args;
      const isOneInput = input?.name === 'input' && String(input.type) === `${stem}Input!` && others.length === 0;
      return !isOneInput || String(type) !== `${stem}Result!`;
    });
    expect(loose.map(({ name }) => name)).toEqual([]);
  });

  it('has no directives of its own that are not described', () => {
    const own = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
    expect(own.filter(({ description }) => !description)).toEqual([]);
  });
});

describe('these tests would notice', () => {
  const described = (sdl: string) => objections(buildSchema(sdl.replaceAll('#', '"It is."')));

  it.each([
    ['type Query { # a: Int }', 'Query has no description'],
    ['# type Query { a: Int }', 'Query.a has no description'],
    ['# type Query { # a(b: Int): Int }', 'Query.a(b) has no description'],
    ['# type Query { # A: Int }', 'Query.A is not named as its kind is'],
    ['# type Query { # a: e } # enum e { # X }', 'e is not named as its kind is'],
    ['# type Query { # a: E } # enum E { # closed }', 'E.closed is not named as its kind is'],
    ['# type Query { # a: Int @deprecated }', 'Query.a is deprecated without a reason that says what to use instead'],
    [
      '# type Query { # a(# b: Int! @deprecated(reason: "Use c instead.")): Int }',
      'Query.a(b) is deprecated though it must be given',
    ],
    ['# type Query { # a(# b: B): Int } # input B { # c: Int }', 'B does not end in Input'],
    ['# type Query { # a(# first: Int): Int }', 'Query.a is no connection and has 1 of first and after'],
    [
      '# type Query { # a(# first: Int # after: String): AConnection! } # type AConnection { # edges: [AEdge] # pageInfo: PageInfo! } # type AEdge { # cursor: String! # node: Int! } # type PageInfo { # endCursor: String }',
      'AConnection.edges is not [AEdge!]!',
    ],
  ])('%s', (sdl, objection) => {
    expect(described(sdl)).toContain(objection);
  });
});
