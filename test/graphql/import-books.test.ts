import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { GraphqlLimits } from '#src/graphql/guards/limits.ts';
import { FEBRUARY, MARCH, smallExport } from '../kit/books/small-export.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { type HttpAnswer, listen } from './listener.ts';

const MUTATION = `mutation Import($input: ImportBooksInput!) {
  importBooks(input: $input) {
    __typename
    ... on ImportBooksSuccess { fileName isStored mappingState months { period isNew } problems { where } changes { period } }
    ... on Error { code message field }
    ... on RefusedFileError { problems { where message } }
  }
}`;
const PREFLIGHT = { 'graphql-require-preflight': '1' };

interface Form {
  readonly operations?: unknown;
  readonly map?: unknown;
  readonly files?: readonly (readonly [name: string, bytes: Uint8Array])[];
  readonly more?: readonly (readonly [name: string, text: string])[];
}

const OPERATIONS = { query: MUTATION, variables: { input: { file: null } } };
const MAP = { 0: ['variables.input.file'] };
const FILE = smallExport([FEBRUARY, MARCH]);

function formOf({ operations = OPERATIONS, map = MAP, files = [['0', FILE]], more = [] }: Form): FormData {
  const form = new FormData();
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  form.set('operations', text(operations));
  form.set('map', text(map));
  for (const [name, bytes] of files) form.append(name, new File([Buffer.from(bytes)], 'exports/pnl 2025.csv'));
  for (const [name, value] of more) form.append(name, value);
  return form;
}

describeOnBothDatabases('a file sent to GraphQL', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const send = async (form: Form, headers: Record<string, string> = PREFLIGHT, limits: Partial<GraphqlLimits> = {}) => {
    const { request } = await listen(use(), limits);
    const accept = { accept: 'application/graphql-response+json' };
    return request({ method: 'POST', headers: { ...accept, ...headers }, body: formOf(form) });
  };
  const result = ({ body }: HttpAnswer) => body.data?.['importBooks'] as Record<string, unknown>;
  const fault = ({ status, body }: HttpAnswer) => [
    status,
    body.errors?.[0]?.extensions['code'],
    body.errors?.[0]?.message,
  ];
  const count = () => use().database.prisma.statement.count();

  it('is imported by the multipart request convention, or shown by a dry run', async () => {
    const dry = await send({ operations: { ...OPERATIONS, variables: { input: { file: null, dryRun: true } } } });
    expect(result(dry)).toMatchObject({ __typename: 'ImportBooksSuccess', isStored: false, problems: [] });
    expect(await count()).toBe(0);
    const answer = await send({});
    expect(result(answer)).toMatchObject({
      ...{ __typename: 'ImportBooksSuccess', fileName: 'pnl 2025.csv', isStored: true, mappingState: 'NONE' },
      months: [
        { period: '2025-02', isNew: true },
        { period: '2025-03', isNew: true },
      ],
    });
    expect(await count()).toBe(2);
  });

  it('is refused by line, and nothing is stored; a dry run shows the same lines', async () => {
    const untied = smallExport([FEBRUARY, MARCH], { falsify: (text) => text.replace('660.50', '660.51') });
    const problem = { where: 'line 16', message: 'Total Payroll Expenses is 660.50, but its rows add up to 660.51' };
    const refused = result(await send({ files: [['0', untied]] }));
    expect(refused).toMatchObject({ __typename: 'RefusedFileError', code: 'INVALID_VALUE', field: 'file' });
    expect((refused['problems'] as unknown[])[0]).toEqual(problem);
    const dryRun = { ...OPERATIONS, variables: { input: { file: null, dryRun: true } } };
    const shown = result(await send({ files: [['0', untied]], operations: dryRun }));
    expect([shown['isStored'], shown['months'], (shown['problems'] as unknown[]).length]).toEqual([false, [], 4]);
    expect(await count()).toBe(0);
  });

  it('needs a header that a form of another site cannot have', async () => {
    const refused = await send({}, {});
    expect(refused.status).toBeGreaterThanOrEqual(403);
    expect(result(refused)).toBeUndefined();
    for (const name of ['apollo-require-preflight', 'x-graphql-yoga-csrf']) {
      expect(result(await send({}, { [name]: '1' }))).toMatchObject({ isStored: true });
    }
  });

  it.each<readonly [string, Form]>([
    [
      'two files',
      {
        files: [
          ['0', FILE],
          ['1', FILE],
        ],
      },
    ],
    ['no file', { files: [] }],
    ['a text in place of the file', { files: [], more: [['0', 'text']] }],
    ['many parts', { more: Array.from({ length: 500 }, (_, index) => [`x${index}`, ''] as const) }],
    ['another name than the map has', { map: { 1: ['variables.input.file'] } }],
    ['two places for one file', { map: { 0: ['variables.input.file', 'variables.input.dryRun'] } }],
    ['a place outside of the variables', { map: { 0: ['query'] } }],
    ['a place that is not null', { map: { 0: ['variables.input'] } }],
    ['a place in the prototype', { map: { 0: ['variables.__proto__.file'] } }],
    ['a map that is a list', { map: [['variables.input.file']] }],
    ['a map that is no JSON', { map: '{' }],
    ['operations that are a batch', { operations: [OPERATIONS] }],
    ['operations that are no JSON', { operations: 'null' }],
  ])('is refused with its reason: %s', async (_, form) => {
    const answer = await send(form);
    expect(fault(answer).slice(0, 2)).toEqual([400, 'INVALID_PARAMETER']);
    expect(fault(answer)[2]).toMatch(/`operations`|`map`|more than 3 parts/);
    expect(await count()).toBe(0);
  });

  it('is refused where it is no form, or too large', async () => {
    const { request } = await listen(use());
    const type = 'multipart/form-data; boundary=x';
    const raw = (body: string, contentType = type) =>
      request({ method: 'POST', headers: { ...PREFLIGHT, 'content-type': contentType }, body });
    expect(fault(await raw('--x\r\nnothing'))).toEqual([
      400,
      'INVALID_PARAMETER',
      'The body is not multipart/form-data',
    ]);
    expect(fault(await raw('', 'multipart/form-data'))[2]).toBe('The Content-Type has no boundary');
    const large = await send({ files: [['0', new Uint8Array(12_000_000)]] });
    expect(fault(large)).toEqual([413, 'PAYLOAD_TOO_LARGE', 'A file has at most 10,000,000 bytes']);
    const longer = { ...OPERATIONS, extensions: { x: 'x'.repeat(2_000) } };
    expect(fault(await send({ operations: longer }, PREFLIGHT, { maxBodyBytes: 1_000 }))[1]).toBe('INVALID_PARAMETER');
  });

  it('passes the same guards as any other operation: limits, registered operations, variables', async () => {
    const aliases = await send({ operations: { ...OPERATIONS, query: `{ a: __typename b: __typename }` } }, PREFLIGHT, {
      maxAliases: 1,
    });
    expect(aliases.body.errors?.[0]?.extensions['limit']).toBe('QBR_GRAPHQL_MAX_ALIASES');
    const path = join(emptyDirectory(), 'operations');
    mkdirSync(path);
    writeFileSync(join(path, 'import.graphql'), MUTATION);
    const only: Partial<GraphqlLimits> = { persistedOperations: { isRequired: true, path } };
    expect(fault(await send({}, PREFLIGHT, only))[1]).toBe('FORBIDDEN');
    const sha256Hash = createHash('sha256').update(MUTATION).digest('hex');
    const { variables } = OPERATIONS;
    const byHash = { variables, extensions: { persistedQuery: { version: 1, sha256Hash } } };
    expect(result(await send({ operations: byHash }, PREFLIGHT, only))).toMatchObject({ isStored: true });
    const { post } = await listen(use());
    const asText = await post({ query: MUTATION, variables: { input: { file: 'Income' } } });
    expect(asText.body.errors?.[0]?.message).toContain('An Upload is a file of a multipart request');
  });
});
