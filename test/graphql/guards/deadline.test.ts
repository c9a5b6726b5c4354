import { RequestCache } from '@pothos/plugin-scope-auth';
import { execute, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLSchema, parse } from 'graphql';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { builder } from '#src/graphql/builder.ts';
import { abandonable, createDeadline, executeInTime, type Timed } from '#src/graphql/guards/deadline.ts';
import { freshPostgresql, openTestDatabase } from '../../kit/databases.ts';
import { enter } from '../../kit/services.ts';
import { NOW } from '../api.ts';
import { listen } from '../listener.ts';

const REPORT = '{ organization { latestMonth { metrics { value status findings { message } } } } }';

it('a request that takes too long is answered with an error, and asks the database nothing more', async () => {
  const fresh = await freshPostgresql();
  const statements: string[] = [];
  const database = await openTestDatabase(fresh.connection, { onQuery: (sql) => statements.push(sql) });
  const other = new pg.Client({ connectionString: fresh.connection.url });
  onTestFinished(async () => {
    await other.end();
    await database.close();
    await fresh.remove();
  });
  await enter(database, '2026-06', { employees: 9 }, NOW);
  await other.connect();
  await other.query('BEGIN; LOCK TABLE qbr_metrics_monthly IN ACCESS EXCLUSIVE MODE');
  const { post, logged } = await listen({ database }, { timeoutMs: 250 });
  // For what must be answered, however long that takes on a busy machine.
  const patient = await listen({ database });
  statements.length = 0;
  const answer = await post({ query: REPORT });
  expect(answer).toMatchObject({
    status: 503,
    body: {
      errors: [
        {
          message: expect.stringMatching(/^The request took more than 0\.25 s .*\(QBR_GRAPHQL_TIMEOUT_SECONDS\)/),
          extensions: { code: 'REQUEST_TIMEOUT' },
        },
      ],
    },
  });
  expect(answer.body).not.toHaveProperty('data');
  const asked = statements.length;
  await other.query('COMMIT');
  // Whatever waited for the table goes on now; this is answered after it.
  expect(await patient.post({ query: '{ organization { name } }' })).toMatchObject({ status: 200 });
  expect(statements.slice(asked).filter((sql) => /qbr_finding/.test(sql))).toEqual([]);
  expect(logged).toEqual([]);
  expect(await patient.post({ query: REPORT })).toMatchObject({ status: 200 });
  expect(statements.slice(asked).filter((sql) => /qbr_finding/.test(sql))).not.toEqual([]);
});

const ENTER = `mutation {
  first: enterMetrics(input: { period: "2026-06", entries: [{ metric: "employees", value: 9 }, { metric: "nrr", value: 10 }] }) { __typename }
  second: enterMetrics(input: { period: "2026-05", entries: [{ metric: "employees", value: 8 }] }) { __typename }
}`;

it('a mutation that takes too long is answered with an error, and is stored wholly or not at all', async () => {
  const fresh = await freshPostgresql();
  const database = await openTestDatabase(fresh.connection);
  const other = new pg.Client({ connectionString: fresh.connection.url });
  onTestFinished(async () => {
    await other.end();
    await database.close();
    await fresh.remove();
  });
  const stored = async () => {
    const { rows } = await other.query<{ what: string }>(
      `SELECT period || ' ' || metric_name AS what FROM qbr_metrics_monthly UNION ALL SELECT action FROM qbr_audit ORDER BY what`,
    );
    return rows.map(({ what }) => what);
  };
  const { post } = await listen({ database }, { timeoutMs: 250 });
  const cut = { status: 503, body: { errors: [{ extensions: { code: 'REQUEST_TIMEOUT' } }] } };
  await other.connect();
  // One that is refused first, so that the time of the next is over in its transaction, and not while it is compiled.
  await post({ query: ENTER.replaceAll(/"(employees|nrr)"/g, '"nonsense"') });
  // The audit trail is written behind all values, in their transaction.
  await other.query('BEGIN; LOCK TABLE qbr_audit IN ACCESS EXCLUSIVE MODE');
  expect(await post({ query: ENTER })).toMatchObject(cut);
  expect(await stored()).toEqual([]);
  const endWaiting = async () => {
    await other.query('SELECT pg_stat_clear_snapshot()');
    const { rowCount } = await other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    return rowCount;
  };
  await expect.poll(endWaiting).toBe(1);
  await other.query('COMMIT');
  expect(await stored()).toEqual([]);

  await other.query('BEGIN; LOCK TABLE qbr_audit IN ACCESS EXCLUSIVE MODE');
  expect(await post({ query: ENTER })).toMatchObject(cut);
  expect(await stored()).toEqual([]);
  await other.query('COMMIT');
  // The transaction that had begun ends by itself; what had not begun never does.
  await expect.poll(stored).toEqual(expect.arrayContaining(['metrics.entered']));
  expect(await stored()).toEqual(expect.arrayContaining(['2026-06 employees', '2026-06 nrr']));
  // Writers of one organization take turns: this one comes behind whatever has begun.
  const later =
    'mutation { enterMetrics(input: { period: "2026-04", entries: [{ metric: "nrr", value: 1 }] }) { __typename } }';
  expect(await (await listen({ database })).post({ query: later })).toMatchObject({ status: 200 });
  const all = await stored();
  expect(all.filter((what) => what === 'metrics.entered')).toHaveLength(2);
  expect(all.filter((what) => what.startsWith('2026-05'))).toEqual([]);
});

it('also a request that never waits is abandoned when its time is over', async () => {
  let calls = 0;
  const burn = (): number => {
    calls += 1;
    const until = performance.now() + 0.1;
    while (performance.now() < until);
    return calls;
  };
  const item = new GraphQLObjectType({ name: 'Item', fields: { n: { type: GraphQLInt, resolve: burn } } });
  const items = { type: new GraphQLList(item), resolve: () => Array.from({ length: 50_000 }, () => ({})) };
  const schema = abandonable(new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { items } }) }));
  const contextValue: Timed = { deadline: createDeadline() };
  const result = await executeInTime({ schema, document: parse('{ items { n } }'), contextValue }, execute, 50);
  expect(result).toMatchObject({ errors: [{ extensions: { code: 'REQUEST_TIMEOUT' } }] });
  expect(calls).toBeLessThan(2_000);
});

it('a deadline that is not started, as of a subscription, never passes', () => {
  const deadline = createDeadline();
  for (let check = 0; check < 1_000; check += 1) deadline.check();
  expect(deadline.isPassed).toBe(false);
});

it('what is cached of a request’s access is dropped when its execution ends, and when it fails', async () => {
  const cacheOf = (context: Timed) => RequestCache.fromContext(context as never, builder as never);
  const schema = new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { one: { type: GraphQLInt } } }),
  });
  for (const fails of [false, true]) {
    const contextValue: Timed = { deadline: createDeadline() };
    const before = cacheOf(contextValue);
    expect(cacheOf(contextValue)).toBe(before);
    const execution = executeInTime(
      { schema, document: parse('{ one }'), contextValue },
      () => (fails ? Promise.reject(new Error('a defect')) : { data: {} }),
      10_000,
    );
    await execution.catch(() => undefined);
    expect(cacheOf(contextValue)).not.toBe(before);
  }
});
