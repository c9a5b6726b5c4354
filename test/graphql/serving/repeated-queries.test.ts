import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';
import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import { parseConfig } from '#src/config/config.ts';
import type { GraphqlServices } from '#src/graphql/context.ts';
import { createRepeatedQueries } from '#src/graphql/serving/repeated-queries.ts';
import { createSnapshots, type Snapshots } from '#src/service/report/snapshots.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { enter } from '../../kit/services.ts';
import { type Api, NOW, openApi, TIME_ZONE } from '../api.ts';
import { listen } from '../listener.ts';

const DOCUMENT = `query Value($key: String!) {
  organization { period(key: "2026-05") { metric(key: $key) { value formatted updatedAt } } }
}
query Name { organization { name } }
mutation Enter { enterMetrics(input: { period: "2026-05", entries: [{ metric: "nrr", value: 7 }] }) { __typename } }`;
const VALUE = { query: DOCUMENT, operationName: 'Value', variables: { key: 'nrr' } };
const FAILING = {
  query: 'query($keys: [String!]) { organization { period(key: "2026-05") { metrics(keys: $keys) { value } } } }',
};
const HEADERS = { 'content-type': 'application/json' };

describe('A repeated query', () => {
  const config = parseConfig({});
  const services = (required = false) =>
    ({
      clock: () => NOW,
      database: { vendorIds: {} },
      snapshots: {},
      config: {
        timeZone: TIME_ZONE,
        auth: config.auth,
        graphql: { ...config.graphql, persistedOperations: required ? { isRequired: true, path: '' } : null },
      },
    }) as unknown as GraphqlServices;
  const document = parse('query Own { __typename } mutation Other { __typename }');
  const other = parse('{ __typename }');
  const texts = new Map([
    ['known', document],
    ['other', other],
  ]);
  const executed = async (
    body: string | null,
    { headers = {}, required = false }: { headers?: Record<string, string>; required?: boolean } = {},
  ) => {
    const repeated = createRepeatedQueries(services(required), texts);
    repeated.note(document);
    const request = new Request('http://127.0.0.1:5400/graphql', {
      method: 'POST',
      headers: { ...HEADERS, ...headers },
    });
    return repeated.execute({ request, body }, { requestId: 'request-1', viewer: LOCAL_VIEWER });
  };
  const own = JSON.stringify({ query: 'known', operationName: 'Own', variables: null });

  it('is executed without yoga where the request is plain', async () => {
    const found = await executed(own);
    expect(found?.result.data).toEqual({ __typename: 'Query' });
    expect(found?.contentType).toBe('application/json; charset=utf-8');
    expect(await executed(own, { headers: { accept: 'application/graphql-response+json' } })).toMatchObject({
      contentType: 'application/graphql-response+json; charset=utf-8',
    });
  });

  it.each([
    ['no body', null],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no query', '{"operationName":"Own"}'],
    ['a document that has not been executed', '{"query":"other"}'],
    ['an unknown document', '{"query":"{ __typename }"}'],
    ['an operation that is none of the document', '{"query":"known","operationName":"None"}'],
    ['an operation that is not named', '{"query":"known"}'],
    ['an empty name', '{"query":"known","operationName":""}'],
    ['a name that is no text', '{"query":"known","operationName":["Own"]}'],
    ['variables that are no object', '{"query":"known","operationName":"Own","variables":[]}'],
    ['a mutation', '{"query":"known","operationName":"Other"}'],
    ['extensions', '{"query":"known","operationName":"Own","extensions":{}}'],
    ['another parameter', '{"query":"known","operationName":"Own","id":1}'],
  ])('is yoga’s with %s', async (_what, body) => {
    expect(await executed(body)).toBeNull();
  });

  it('is yoga’s where the media types are not the usual ones, or only registered operations are answered', async () => {
    expect(await executed(own, { headers: { accept: 'text/event-stream' } })).toBeNull();
    expect(await executed(own, { headers: { accept: 'application/json;q=0.5' } })).toBeNull();
    expect(await executed(own, { headers: { 'content-type': 'application/problem+json' } })).toBeNull();
    expect(await executed(own, { required: true })).toBeNull();
  });
});

describeOnBothDatabases('a query that is asked again', (use) => {
  beforeEach(async () => {
    await emptyDatabase(use());
    await enter(use().database, '2026-05', { nrr: '1234.50' }, NOW);
  });

  const answered = async ({ handler }: Api, body: object, headers: Record<string, string>, search = '') => {
    const init = { method: 'POST', headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) };
    const request = new Request(`http://127.0.0.1:5400/graphql${search}`, init);
    const response = await handler(request, { requestId: 'request-1', viewer: LOCAL_VIEWER });
    return { status: response.status, headers: [...response.headers], text: await response.text() };
  };

  it.each([
    ['nothing', {}],
    ['*/*', { accept: '*/*' }],
    ['JSON', { accept: 'application/json' }],
    ['a GraphQL response', { accept: 'application/graphql-response+json' }],
  ])('gets the same answer with the same headers, accepting %s', async (_what, headers) => {
    const api = openApi(use());
    const first = await answered(api, VALUE, headers);
    expect(JSON.parse(first.text)).toMatchObject({
      data: { organization: { period: { metric: { value: '1234.5' } } } },
    });
    // Answers are cached by their whole address.
    for (const search of ['?second', '?third']) expect(await answered(api, VALUE, headers, search)).toEqual(first);
  });

  it.each(['application/json', 'application/graphql-response+json'])(
    'gets the same errors and status, accepting %s',
    async (accept) => {
      for (const keys of [['no such metric'], 'nrr', 5, [null]]) {
        const body = { ...FAILING, variables: { keys } };
        const byYoga = await answered(openApi(use()), body, { accept });
        const api = openApi(use());
        expect(await answered(api, { ...FAILING, variables: { keys: ['nrr'] } }, { accept })).toMatchObject({
          status: 200,
        });
        expect(await answered(api, body, { accept })).toEqual(byYoga);
      }
    },
  );

  it('is executed once where it fails', async () => {
    let loads = 0;
    const snapshots = counted(createSnapshots(use().database), () => {
      loads += 1;
    });
    const loadsOf = async (api: Api, keys: readonly string[]) => {
      loads = 0;
      const { errors } = await api.send(FAILING.query, { keys });
      return { loads, failed: errors.length > 0 };
    };
    const byYoga = await loadsOf(openApi(use(), NOW, {}, { snapshots }), ['no such metric']);
    const api = openApi(use(), NOW, {}, { snapshots });
    await loadsOf(api, ['nrr']);
    expect(await loadsOf(api, ['no such metric'])).toEqual(byYoga);
  });

  it('is refused for its complexity by its variables, after it was answered with others', async () => {
    const query =
      'query($from: Period!) { organization { metricSeries(from: $from, to: "2026-06") { points { value } } } }';
    const { post } = await listen(use(), { maxComplexity: 500 });
    const ask = (from: string) => post({ query, variables: { from } });
    expect(await ask('2026-05')).toMatchObject({ status: 200 });
    expect(await ask('2026-05')).toMatchObject({ status: 200 });
    expect(await ask('2016-05')).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { limit: 'QBR_GRAPHQL_MAX_COMPLEXITY' } }] },
    });
  });

  it('is refused as text where only its hash is answered', async () => {
    const query = '{ organization { name } }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const path = join(emptyDirectory(), 'operations.json');
    writeFileSync(path, JSON.stringify({ [sha256Hash]: query }));
    const { post } = await listen(use(), { persistedOperations: { isRequired: true, path } });
    const registered = { extensions: { persistedQuery: { version: 1, sha256Hash } } };
    for (let time = 0; time < 3; time += 1) expect(await post(registered)).toMatchObject({ status: 200 });
    expect(await post({ query })).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    });
  });
});

/** Snapshots that report each load. */
function counted({ of }: Snapshots, onLoad: () => void): Snapshots {
  return {
    of(organizationId) {
      const data = of(organizationId);
      const load: typeof data.load = async (wanted) => {
        onLoad();
        await data.load(wanted);
      };
      return { ...data, load };
    },
  };
}
