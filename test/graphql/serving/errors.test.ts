import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { GraphqlServices } from '#src/graphql/context.ts';
import { presentErrors } from '#src/graphql/serving/errors.ts';
import {
  describeOnBothDatabases,
  type FreshDatabase,
  freshEmbedded,
  freshPostgresql,
  openTestDatabase,
} from '../../kit/databases.ts';
import { type Answer, openApi } from '../api.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };
const extensionsOf = ({ errors }: Answer) => errors.map(({ extensions }) => extensions);

describeOnBothDatabases('errors', (use) => {
  it('that a caller caused say what is wrong, with a code and its data', async () => {
    const query = '{ organization { period(key: "2025-01") { metrics(keys: ["nrr", "net_profit_pct"]) { value } } } }';
    const { data, errors } = await openApi(use()).send(query);
    expect({ data, errors }).toEqual({
      data: { organization: null },
      errors: [
        {
          message: 'Unknown metric: net_profit_pct',
          path: ['organization', 'period', 'metrics'],
          locations: [{ line: 1, column: 43 }],
          extensions: { code: 'METRIC_NOT_FOUND', field: 'keys[1]', key: 'net_profit_pct' },
        },
      ],
    });
    const smartNumbers = '{ organization { period(key: "2025-01") { smartNumbers(keys: ["nrr"]) { value } } } }';
    expect(extensionsOf(await openApi(use()).send(smartNumbers))).toEqual([
      { code: 'METRIC_NOT_FOUND', field: 'keys[0]', key: 'nrr' },
    ]);
  });

  it.each([
    [
      '{ organization { period(key: "2025-13") { label } } }',
      'Period must be a month YYYY-MM or a quarter YYYY-QN (2000–2100), not "2025-13"',
    ],
    ['{ organization { period(key: 202501) { label } } }', 'A Period is a string such as "2025-01" or "2025-Q1"'],
    ['{ organization { nonsense } }', 'Cannot query field "nonsense" on type "Organization".'],
    ['{ organization {', 'Syntax Error: Expected Name, found <EOF>.'],
    ['{ organization { periods(kind: YEAR) { label } } }', 'Value "YEAR" does not exist in "PeriodKind" enum.'],
  ])('of GraphQL itself stay as they are: %s', async (query, message) => {
    const api = openApi(use());
    const { data, errors } = await api.send(query);
    expect({ data, messages: errors.map((error) => error.message) }).toEqual({ data: undefined, messages: [message] });
    expect(api.logged).toEqual([]);
  });

  it('in variables are input errors that name the variable', async () => {
    const query = 'query Named($key: Period!) { organization { period(key: $key) { label } } }';
    const api = openApi(use());
    const { data, errors } = await api.send(query, { key: '2025-Q5' });
    expect({ data, messages: errors.map(({ message }) => message) }).toEqual({
      data: undefined,
      messages: [
        'Variable "$key" got invalid value "2025-Q5"; Period must be a month YYYY-MM or a quarter YYYY-QN (2000–2100), not "2025-Q5"',
      ],
    });
    expect(api.logged).toEqual([]);
  });
});

it('an error behind many fields is logged once', () => {
  const logged: unknown[] = [];
  const logger = { error: (details: unknown) => void logged.push(details) } as GraphqlServices['logger'];
  const cause = new Error('SELECT secret FROM somewhere');
  const errors = [['a'], ['b', 0]].map((path) => new GraphQLError('SELECT secret', { path, originalError: cause }));
  const presented = presentErrors([...errors, new Error('Another')], { requestId: 'request-1', logger });
  expect(presented.map((error) => [error.path, error.message, error.extensions, error.originalError])).toEqual(
    [['a'], ['b', 0], undefined].map((path) => [
      path,
      'Unexpected error',
      { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' },
      undefined,
    ]),
  );
  expect(logged).toMatchObject([{ err: cause, path: 'a' }, { err: { message: 'Another' } }]);
});

describe.each([
  ['PGlite', freshEmbedded],
  ['PostgreSQL', freshPostgresql],
] as const)('with the database gone, on %s', (_name, create: () => Promise<FreshDatabase>) => {
  it('an error shows nothing but a request id, under which the log has the real one', async () => {
    const fresh = await create();
    try {
      const database = await openTestDatabase(fresh.connection);
      const api = openApi({ database });
      await database.close();
      const query =
        '{ organization { id } again: organization(id: 2) { id } metricDefinition(key: "nrr") { key } viewer { name } }';
      const { status, data, errors, text } = await api.send(query);
      expect(status).toBe(200);
      expect(data).toEqual({
        organization: null,
        again: null,
        metricDefinition: { key: 'nrr' },
        viewer: { name: 'local' },
      });
      const masked = {
        message: 'Unexpected error',
        locations: [expect.anything()],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' },
      };
      expect(errors).toEqual([
        { ...masked, path: ['organization'] },
        { ...masked, path: ['again'] },
      ]);
      expect(text).not.toMatch(/prisma|select|postgres|pglite|\.ts|\.js|node_modules|localhost|127\.0\.0\.1|clos/i);
      expect(api.logged).not.toEqual([]);
      for (const { details, message } of api.logged) {
        expect(message).toBe('A GraphQL request failed');
        expect(details).toMatchObject({ requestId: 'request-1', path: expect.any(String), err: expect.any(Error) });
      }
    } finally {
      await fresh.remove();
    }
  });
});

describeOnBothDatabases('requests', (use) => {
  const post = (body: unknown, headers: Record<string, string> = JSON_HEADERS) =>
    openApi(use()).fetch('/graphql', {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('are answered by POST of JSON and by GET', async () => {
    const answer = { data: { viewer: { name: 'local' } } };
    const posted = await post({ query: '{ viewer { name } }' });
    expect([posted.status, await posted.json()]).toEqual([200, answer]);
    const got = await openApi(use()).fetch(`/graphql?query=${encodeURIComponent('{ viewer { name } }')}`, {
      headers: { accept: 'application/json' },
    });
    expect([got.status, await got.json()]).toEqual([200, answer]);
  });

  it('are answered in the order in which fields were asked for', async () => {
    const response = await post({
      query: '{ organization { collection { enabled } id latestMonth { label } name } viewer { name } }',
    });
    expect(await response.text()).toBe(
      '{"data":{"organization":{"collection":{"enabled":false},"id":1,"latestMonth":null,"name":"Example MSP, LLC"},"viewer":{"name":"local"}}}',
    );
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'application/graphql'])(
    'of another content type are refused: %s',
    async (type) => {
      const response = await post('query={viewer{name}}', { 'content-type': type });
      expect([response.status, await response.json()]).toEqual([
        415,
        {
          errors: [{ message: 'Send Content-Type: application/json', extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }],
        },
      ]);
    },
  );

  it('in batches are refused', async () => {
    const response = await post([{ query: '{ viewer { name } }' }, { query: '{ viewer { name } }' }]);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('local');
  });

  it('of another web site get no permission to read the answer', async () => {
    const response = await post({ query: '{ viewer { name } }' }, { ...JSON_HEADERS, origin: 'https://example.com' });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
