import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseMonth } from '#src/core/period.ts';
import { createSnapshots, type Snapshots } from '#src/service/report/snapshots.ts';
import type { Database } from '#src/store/engine/database.ts';
import {
  describeOnBothDatabases,
  emptyDatabase,
  type FreshDatabase,
  freshPostgresql,
  openTestDatabase,
  query,
} from '../../kit/databases.ts';
import { enter, ORGANIZATION_ID } from '../../kit/services.ts';

const JANUARY = parseMonth('2025-01');

const newMrr = async (cache: Snapshots) => {
  const snapshot = cache.of(ORGANIZATION_ID);
  await snapshot.load({ periods: [JANUARY] });
  return snapshot.month(JANUARY).values.get('new_mrr')?.toFixed();
};
const isListening = (database: Database) => vi.waitUntil(() => database.changes.isReliable(), { timeout: 10_000 });

describeOnBothDatabases('what has been read of periods', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('is kept while nothing changes, and read anew after each write of one’s own', async () => {
    const { database, statementsOf } = use();
    const cache = createSnapshots(database);
    await isListening(database);
    await enter(database, '2025-01', { new_mrr: 1 });
    expect(await newMrr(cache)).toBe('1');
    // PostgreSQL may still be telling of that write.
    await vi.waitUntil(async () => (await statementsOf(() => newMrr(cache), { warm: true })).length === 0, {
      timeout: 10_000,
    });
    for (let value = 2; value < 12; value += 1) {
      await enter(database, '2025-01', { new_mrr: value });
      expect(await newMrr(cache)).toBe(String(value));
    }
  });

  it('is known to be reused from the second request on', async () => {
    const { database, statementsOf } = use();
    const cache = createSnapshots(database);
    await isListening(database);
    const january = async () => {
      const snapshot = cache.of(ORGANIZATION_ID);
      await snapshot.load({ periods: [JANUARY] });
      await snapshot.load({ periods: [JANUARY] });
      return snapshot.month(JANUARY);
    };
    expect((await january()).isReused).toBe(false);
    await vi.waitUntil(async () => (await statementsOf(january, { warm: true })).length === 0, { timeout: 10_000 });
    expect((await january()).isReused).toBe(true);
  });

  it('is read anew after a statement that went past the program’s services', async () => {
    const { database } = use();
    const cache = createSnapshots(database);
    await isListening(database);
    await enter(database, '2025-01', { new_mrr: 1 });
    expect(await newMrr(cache)).toBe('1');
    await database.prisma.$executeRaw`UPDATE qbr_metrics_monthly SET metric_value = 7`;
    await vi.waitUntil(async () => (await newMrr(cache)) === '7', { timeout: 10_000 });
  });

  it('is not kept where it could not be read', async () => {
    const { database } = use();
    const cache = createSnapshots(database);
    await isListening(database);
    await enter(database, '2025-01', { new_mrr: 1 });
    await database.prisma.$executeRaw`ALTER TABLE qbr_metrics_monthly RENAME TO elsewhere`;
    await expect(newMrr(cache)).rejects.toThrow();
    await database.prisma.$executeRaw`ALTER TABLE elsewhere RENAME TO qbr_metrics_monthly`;
    expect(await newMrr(cache)).toBe('1');
  });
});

describe('of two instances on one PostgreSQL', () => {
  let fresh: FreshDatabase;
  let here: Database;
  let there: Database;
  const statements: string[] = [];
  beforeEach(async () => {
    fresh = await freshPostgresql();
    here = await openTestDatabase(fresh.connection, { onQuery: (sql) => statements.push(sql) });
    there = await openTestDatabase(fresh.connection);
  });
  afterEach(async () => {
    await here.close();
    await there.close();
    await fresh.remove();
  });

  it.each(['here', 'there'])('a write %s leaves other years and organizations cached', async (writer) => {
    await there.prisma.organization.create({ data: { id: 2, name: 'Two' } });
    const cache = createSnapshots(here);
    await isListening(here);
    const read = async (organizationId: number, month: string) => {
      const snapshot = cache.of(organizationId);
      await snapshot.load({ periods: [parseMonth(month)], organization: true });
      return snapshot.month(parseMonth(month)).values.get('new_mrr')?.toFixed();
    };
    const others = async () => [await read(1, '2024-12'), await read(2, '2025-01')];
    await enter(there, '2025-01', { new_mrr: 1 });
    await vi.waitUntil(async () => (await read(1, '2025-01')) === '1', { timeout: 10_000 });
    await others();
    await enter(writer === 'here' ? here : there, '2025-01', { new_mrr: 2 });
    await vi.waitUntil(async () => (await read(1, '2025-01')) === '2', { timeout: 10_000 });
    statements.length = 0;
    expect(await others()).toEqual([undefined, undefined]);
    expect(statements).toEqual([]);
  });

  it('each sees what the other has written', async () => {
    const cache = createSnapshots(here);
    await isListening(here);
    expect(await newMrr(cache)).toBeUndefined();
    await enter(there, '2025-01', { new_mrr: 5 });
    await vi.waitUntil(async () => (await newMrr(cache)) === '5', { timeout: 10_000 });
  });

  it('one that no longer hears of changes reads from the database until it does again', async () => {
    const cache = createSnapshots(here);
    await isListening(here);
    await enter(there, '2025-01', { new_mrr: 5 });
    await vi.waitUntil(async () => (await newMrr(cache)) === '5', { timeout: 10_000 });
    const url = fresh.connection.kind === 'postgresql' ? fresh.connection.url : '';
    await query(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN qbr_changed'`,
    );
    await vi.waitUntil(() => !here.changes.isReliable(), { timeout: 10_000 });
    expect(await newMrr(cache)).toBe('5');
    await enter(there, '2025-01', { new_mrr: 6 });
    expect(await newMrr(cache)).toBe('6');
    await isListening(here);
    await enter(there, '2025-01', { new_mrr: 7 });
    await vi.waitUntil(async () => (await newMrr(cache)) === '7', { timeout: 10_000 });
  });
});
