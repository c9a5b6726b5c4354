import {
  buildSchema,
  type DocumentNode,
  defaultFieldResolver,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLObjectType,
  getOperationAST,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema as ourSchema } from '#src/graphql/schema.ts';
import { executeCompiled } from '#src/graphql/serving/compiled-execution.ts';
import { compiledFields } from '#src/graphql/serving/compiled-fields.ts';

const SCHEMA = buildSchema(`
  type Query { box(size: Int! = 1): Box  strict: Box! }
  type Mutation { box: Box }
  type Box { name: String! lid: String! inner: Box boxes(count: Int!): [Box!]! }
`);

// A compiled field without a resolver is a plain property: graphql-jit calls no methods, and the program's schema has none.
for (const name of ['Query', 'Mutation', 'Box']) {
  for (const field of Object.values((SCHEMA.getType(name) as GraphQLObjectType).getFields())) {
    field.resolve = (source, args, contextValue, info) => defaultFieldResolver(source, args, contextValue, info);
  }
}

const fail = (message: string) => () => {
  throw new Error(message);
};

class Box {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  readonly lid = async () => 'a lid';
  readonly inner = () => (this.name === 'inner' ? null : new Box('inner'));
  readonly boxes = ({ count }: { count: number }) => Array.from({ length: count }, (_, n) => new Box(`box ${n}`));
}

/** Executes three times, the third time certainly compiled where it can be. */
async function thrice(query: string, rootValue: object, variableValues: Record<string, unknown> = {}) {
  const args: ExecutionArgs = { schema: SCHEMA, document: parse(query), rootValue, variableValues };
  const results: ExecutionResult[] = [];
  for (let time = 0; time < 3; time += 1) results.push(await executeCompiled({ ...args, contextValue: context() }));
  return { results, reference: await execute({ ...args, contextValue: context() }) };
}

function context(notes: string[] = []) {
  return { services: { refusals: { note: async (noted: string) => void notes.push(noted) } } };
}

/** graphql-js gives objects without a prototype. */
const isCompiled = ({ data }: ExecutionResult) => data != null && Object.getPrototypeOf(data) === Object.prototype;
const written = (results: readonly ExecutionResult[]) => results.map((result) => JSON.stringify(result));

describe('a repeated query', () => {
  it('is compiled, and its answer stays the same to the byte', async () => {
    const query = `query Q($with: Boolean!, $count: Int!) {
      box { lid name ...Inner @include(if: $with) inner { name @skip(if: $with) } boxes(count: $count) { lid __typename } }
    } fragment Inner on Box { inner { lid inner { name } } }`;
    for (const variables of [
      { with: true, count: 2 },
      { with: false, count: 0 },
    ]) {
      const { results, reference } = await thrice(query, { box: () => new Box('outer') }, variables);
      expect(results.map(isCompiled)).toEqual([false, false, true]);
      expect(new Set(written(results))).toEqual(new Set([JSON.stringify(reference)]));
    }
  });

  it.each([
    ['in several fields', '{ box { name lid } strict { name } }', {}],
    ['in a member of a list', '{ box { boxes(count: 3) { name lid } } }', {}],
    ['in a variable', 'query Q($size: Int!) { box(size: $size) { name } }', { size: 'large' }],
    ['in a missing variable', 'query Q($size: Int!) { box(size: $size) { name } }', {}],
    ['for null', '{ strict { inner { inner { inner { name } } } } }', {}],
  ])('that fails %s has the errors of graphql-js', async (_, query, variables) => {
    const bad = { name: fail('no name'), lid: async () => Promise.reject(new Error('no lid')), inner: () => bad };
    const box = () => ({ ...bad, boxes: () => [new Box('good'), bad, null] });
    const { results, reference } = await thrice(
      query,
      { box, strict: () => ({ ...bad, inner: () => null }) },
      variables,
    );
    expect(written(results)).toEqual(written([reference, reference, reference]));
  });

  it('that is refused is noted as refused once each time', async () => {
    const notes: string[] = [];
    const box = async (_: unknown, { services }: ReturnType<typeof context>) => {
      await services.refusals.note('refused');
      throw new Error('refused');
    };
    const args = { schema: SCHEMA, document: parse('{ box { name } }'), rootValue: { box } };
    for (let time = 0; time < 3; time += 1) await executeCompiled({ ...args, contextValue: context(notes) });
    expect(notes).toEqual(['refused', 'refused', 'refused']);
  });
});

it('a mutation is executed once each time, and never compiled', async () => {
  let calls = 0;
  const box = () => {
    calls += 1;
    return { name: calls > 2 ? fail('no name') : 'a box' };
  };
  const { results } = await thrice('mutation { box { name } }', { box });
  expect(results.map(isCompiled)).toEqual([false, false, false]);
  expect(calls).toBe(4);
});

it('a query that is too large, with its fragments expanded, is not compiled', async () => {
  const fragments = Array.from(
    { length: 12 },
    (_, n) => `fragment F${n} on Box { a: inner { ...F${n + 1} } b: inner { ...F${n + 1} } }`,
  );
  const query = `{ box { ...F0 } } ${fragments.join(' ')} fragment F12 on Box { name }`;
  const { results } = await thrice(query, { box: () => new Box('inner') });
  expect(results.map(isCompiled)).toEqual([false, false, false]);
});

it('those asked least recently are compiled no longer: all have 4,000 fields together', async () => {
  const aliases = (query: number) => Array.from({ length: 999 }, (_, field) => `q${query}f${field}: name`).join(' ');
  const documents = Array.from({ length: 6 }, (_, query) => parse(`{ box { ${aliases(query)} } }`));
  const ask = async (document: DocumentNode) =>
    isCompiled(await executeCompiled({ schema: SCHEMA, document, rootValue: { box: new Box('a box') } }));
  for (const document of documents) for (let time = 0; time < 3; time += 1) await ask(document);
  const compiled: boolean[] = [];
  for (const document of documents) compiled.push(await ask(document));
  expect(compiled).toEqual([false, false, true, true, true, true]);
  const [first = parse('{ box { name } }')] = documents;
  expect([await ask(first), await ask(first)]).toEqual([false, true]);
});

it.each([
  ['{ viewer { name } }', 2],
  ['{ ...A ...A } fragment A on Query { viewer { name } }', 4],
  ['{ metricDefinition(key: "mrr") { dependents { key label } } }', 2 + 2 * 2],
  [
    '{ metricDefinition(key: "mrr") { dependents { dependents: components { dependents { key } } } } }',
    2 + 2 * (2 + 2),
  ],
])('the compiled form of %s has %i fields', (query, fields) => {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('No operation');
  expect(compiledFields({ schema: ourSchema, document, operation }, 100)).toBe(fields);
  expect(compiledFields({ schema: ourSchema, document, operation }, 1)).toBe(2);
});
