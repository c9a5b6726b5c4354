import { beforeEach, expect, it, vi } from 'vitest';
import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import type { RestHandler } from '#src/rest/rest-api.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { restOver } from './api.ts';

const WRITERS = 40;
const FIRST = ['mrr', 'nrr', 'orr', 'product_cogs'];

describeOnBothDatabases('REST, asked many things at once', (use) => {
  let rest: RestHandler;
  beforeEach(async () => {
    await emptyDatabase(use());
    rest = restOver(use());
    await vi.waitUntil(() => use().database.changes.isReliable(), { timeout: 10_000 });
  });

  const send = async (path: string, init: RequestInit = {}) =>
    rest(new Request(`http://127.0.0.1/api/qbr${path}`, init), { requestId: 'request-1', viewer: LOCAL_VIEWER });
  const post = (path: string, body: object) =>
    send(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const enter = (period: string, names: readonly string[]) =>
    post('/metrics/manual', { period, metrics: names.map((metric_name) => ({ metric_name, metric_value: 1 })) });
  const statusesOf = async (responses: readonly Promise<Response>[]) =>
    new Set((await Promise.all(responses)).map(({ status }) => status));

  it('stores one row for identical writes, all of which succeed', async () => {
    const writes = Array.from({ length: WRITERS }, () => enter('2025-01', ['mrr']));
    expect(await statusesOf(writes)).toEqual(new Set([200]));
    expect(await use().database.prisma.monthlyMetric.count({ where: { metricName: 'mrr' } })).toBe(1);
  });

  it('has no deadlock of batches in opposite orders of metrics and months', async () => {
    const writes = Array.from({ length: WRITERS }, (_, index) =>
      enter(index % 3 === 0 ? '2025-01' : '2025-02', index % 2 === 0 ? FIRST : FIRST.toReversed()),
    );
    const thresholds = Array.from({ length: WRITERS / 2 }, (_, index) => {
      const entries = FIRST.map((metric_name) => ({ metric_name, green_min: index }));
      return post('/thresholds', { thresholds: index % 2 === 0 ? entries : entries.toReversed() });
    });
    expect(await statusesOf([...writes, ...thresholds])).toEqual(new Set([200]));
    expect(await use().database.prisma.monthlyMetric.count({ where: { metricName: { in: FIRST } } })).toBe(8);
  });

  it('tells a new tag when the data has changed, and only then', async () => {
    await enter('2025-01', ['mrr']);
    const tag = async () => (await send('/metrics/monthly?period=2025-01')).headers.get('etag') ?? '';
    const first = await tag();
    await enter('2025-02', ['mrr']);
    expect(await tag()).toBe(first);
    const same = await send('/metrics/monthly?period=2025-01', { headers: { 'if-none-match': `"x", W/${first}` } });
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', first]);
    await enter('2025-01', ['nrr']);
    expect(await tag()).not.toBe(first);
  });

  it.each([
    ['/metrics/monthly?period=2025-01', 1],
    ['/metrics/monthly', 2],
    ['/metrics/quarterly?period=2025-Q1', 1],
    ['/smartnumbers?period=2025-Q1', 1],
    ['/thresholds', 1],
    ['/metric-definitions?period=2025-01', 1],
    ['/periods', 1],
    ['/collection/status', 5],
  ])(
    'asks the database as often as that for %s: %i statements, and none while nothing changes',
    async (path, statements) => {
      await enter('2025-01', FIRST);
      expect(await use().statementsOf(() => send(path))).toHaveLength(statements);
      expect(await use().statementsOf(() => send(path), { warm: true })).toEqual([]);
    },
  );
});
