import { getOperationAST, parse } from 'graphql';
import { expect, it } from 'vitest';
import { estimateComplexity } from '#src/graphql/guards/complexity.ts';
import { schema } from '#src/graphql/schema.ts';

function complexityOf(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('No operation');
  return estimateComplexity({ schema, document, operation, variables });
}

/** Of what is asked of an organization, beside the organization itself. */
function ofOrganization(selection: string): number {
  return complexityOf(`{ organization { ${selection} } }`) - 1;
}

it.each([
  ['name', 1],
  ['name id', 2],
  ['periods(last: 24) { label }', 1 + 24],
  ['periods(from: "2024-01", to: "2025-12") { label }', 1 + 24],
  ['periods(from: "2024-01", to: "2025-12", last: 5) { label }', 1 + 5],
  ['periods(kind: QUARTER, from: "2024-01", to: "2025-12") { label }', 1 + 8],
  ['periods(from: "2024-Q1", to: "2025-Q4") { label }', 1 + 24],
  ['periods(from: "2025-01", to: "2024-01") { label }', 1],
  ['periods(last: 2) { metrics(keys: ["employees", "net_profit"]) { value state } }', 1 + 2 * (1 + 2 * 2)],
  ['periods(last: 2) { months { months { label } } }', 1 + 2 * (1 + 3 * (1 + 3))],
  ['findings(first: 5) { edges { node { message } } }', 1 + 1 + 5 * 2],
  ['findings { edges { cursor } pageInfo { hasNextPage } }', 1 + 1 + 20 + 2],
  ['metricSeries(keys: ["a", "b"], from: "2024-01", to: "2024-12") { points { value } }', 1 + 2 * (1 + 12)],
  ['metricSeries(from: "2024-01", to: "2024-12") { points { value } }', 1 + 27 * (1 + 12)],
  ['metricSeries(category: FINANCIAL_HEALTH, from: "2024-01", to: "2024-12") { from }', 1 + 9],
  ['smartNumberSeries(from: "2024-01", to: "2024-12") { points { value } }', 1 + 18 * (1 + 12)],
  ['metricSeries(keys: ["a"], from: "2024-Q1", to: "2025-Q4") { points { value } }', 1 + 1 + 8],
  ['...A } } fragment A on Organization { ...B ...B } fragment B on Organization { ... { name }', 2],
])('organization { %s } counts %i fields', (selection, fields) => {
  const isWithFragments = selection.startsWith('...A');
  expect(isWithFragments ? complexityOf(`{ organization { ${selection} }`) - 1 : ofOrganization(selection)).toBe(
    fields,
  );
});

it('takes sizes from variables, and from their defaults', () => {
  const query = 'query ($last: Int = 3) { organization { periods(last: $last) { label } } }';
  expect(complexityOf(query)).toBe(2 + 3);
  expect(complexityOf(query, { last: 50 })).toBe(2 + 50);
});

it('stays quick where fragments multiply', () => {
  const fragments = Array.from({ length: 200 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
  const query = `{ ...F0 } ${fragments.join(' ')} fragment F200 on Query { viewer { name } }`;
  expect(complexityOf(query)).toBe(2 ** 201);
});
