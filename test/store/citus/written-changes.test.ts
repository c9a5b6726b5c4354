import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Change } from '#src/store/engine/change.ts';
import type { Database } from '#src/store/engine/database.ts';
import { acrossOrganizations, withinOrganization } from '#src/store/engine/organization-context.ts';
import { NOTIFIED_TABLES } from '#src/store/engine/written-changes.ts';
import { openDistributed } from '../../kit/citus-emulation.ts';
import { describeOnBothDatabases, describeOnOwnDatabases, openTestDatabase } from '../../kit/databases.ts';
import { asProgram } from '../../kit/operator-database.ts';
import { enter } from '../../kit/services.ts';

const PATIENCE = { timeout: 20_000, interval: 5 };
const THRESHOLD = { metricName: 'mrr', thresholdType: 'warning', bound: 'min', thresholdValue: '1' } as const;

describeOnBothDatabases(
  'the tables that the program would notify of',
  (use) => {
    it('are those with triggers, about the same', async () => {
      const rows = await use().database.prisma.$queryRaw<{ table: string; notifier: string }[]>`
      SELECT DISTINCT tgrelid::regclass::text AS table, CASE
          WHEN tgnargs = 0 THEN replace(proname, 'qbr_notify_', '')
          WHEN tgargs = 'access\\000'::bytea THEN 'access' ELSE 'everything' END AS notifier
      FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
      -- Truncating a table is about everything.
      WHERE proname LIKE 'qbr\\_notify\\_%' AND tgname NOT LIKE '%\\_truncated'`;
      expect(Object.fromEntries(rows.map(({ table, notifier }) => [table, notifier]))).toEqual(NOTIFIED_TABLES);
    });

    it('are none where they have their triggers', () => {
      expect(use().database.untriggered).toEqual(new Set());
    });
  },
  { notOnCitus: 'it has no triggers' },
);

describeOnOwnDatabases('a database without triggers', (use) => {
  let written: Database;
  /** Another process's, on PostgreSQL; the embedded database has one. */
  let other: Database;
  beforeAll(async () => {
    written = await openDistributed(use());
    other = use().connection.kind === 'embedded' ? written : await openTestDatabase(use().connection);
    for (const { changes } of [written, other]) {
      changes.subscribe(() => undefined);
      await vi.waitUntil(() => changes.isReliable(), PATIENCE);
    }
    await enter(written, '2025-01', { new_mrr: 1 });
  });
  afterAll(async () => {
    await Promise.all([written.close(), other.close()]);
  });

  /** What the other process is notified of while `work` runs, each time. */
  const noticedOf = async (work: () => Promise<unknown>): Promise<string[]> => {
    const noticed: Change[] = [];
    // What was committed before is noticed before.
    let isBegun = false;
    const stop = other.changes.subscribe((change) => {
      if (isMarker(change, 98)) isBegun = true;
      else if (isBegun) noticed.push(change);
    });
    await written.prisma.$executeRaw`SELECT pg_notify('qbr_changed', '98:')`;
    await vi.waitUntil(() => isBegun, PATIENCE);
    await work();
    await written.prisma.$executeRaw`SELECT pg_notify('qbr_changed', '99:')`;
    await vi.waitUntil(() => noticed.some((change) => isMarker(change, 99)), PATIENCE);
    stop();
    return noticed.filter((change) => !isMarker(change, 99)).map(textOf);
  };
  /** As the program does for one organization. */
  const within = <T>(work: (database: Database) => Promise<T>) => withinOrganization(1, () => work(asProgram(written)));
  /** The embedded database's process is notified of its own transactions as well, at once. */
  const once = (change: string) => (use().connection.kind === 'embedded' ? [change, change] : [change]);

  it('is known by its catalog', () => {
    expect(written.untriggered.size).toBeGreaterThan(15);
    // Those that stay on one server keep their triggers.
    expect(['qbr_person', 'qbr_session', 'qbr_benchmark'].filter((name) => written.untriggered.has(name))).toEqual([]);
  });

  it('notifies once of all that a transaction has written of an organization, whatever the years', async () => {
    expect(await noticedOf(() => enter(written, '2024-12', { mrr: 1, nrr: 2 }))).toEqual(once('1:any'));
  });

  it('notifies the process itself as soon as it has committed', async () => {
    const noticed: string[] = [];
    const stop = written.changes.subscribe((change) => noticed.push(textOf(change)));
    await enter(written, '2024-11', { mrr: 1 });
    stop();
    // What the database says of an earlier test's changes may come in between.
    expect(noticed.find((text) => text.startsWith('1:'))).toBe('1:any');
  });

  it('evicts what the other process has cached of the organization, and nothing else', async () => {
    const cache = other.createCache<{ readonly of: number }>({
      name: 'test',
      sizeOf: () => 1,
      isTouched: ({ of }, change) =>
        change.kind === 'everything' || (change.kind === 'organization' && change.organizationId === of),
    });
    cache.begin()('one', { of: 1 });
    cache.begin()('two', { of: 2 });
    await noticedOf(() => enter(written, '2024-10', { mrr: 1 }));
    expect([cache.get('one'), cache.get('two')]).toEqual([undefined, { of: 2 }]);
  });

  it('notifies of a statement that is a transaction by itself', async () => {
    const data = { ...THRESHOLD, organizationId: 1 };
    expect(await noticedOf(() => within(({ prisma }) => prisma.threshold.create({ data })))).toEqual(['1:']);
  });

  it('notifies of nothing where a statement fails, and goes on', async () => {
    const data = { ...THRESHOLD, organizationId: 1 };
    const again = () => within(({ prisma }) => prisma.threshold.create({ data }));
    expect(await noticedOf(() => expect(again()).rejects.toThrow(/Unique constraint/))).toEqual([]);
    const changed = () =>
      within(({ prisma }) =>
        prisma.threshold.updateMany({ where: { organizationId: 1 }, data: { thresholdValue: 2 } }),
      );
    expect(await noticedOf(changed)).toEqual(['1:']);
  });

  it('notifies of nothing where a statement finds nothing, or is rolled back', async () => {
    const where = { organizationId: 1, metricName: 'nowhere' };
    expect(await noticedOf(() => within(({ prisma }) => prisma.threshold.deleteMany({ where })))).toEqual([]);
    const undone = () =>
      within(({ transaction }) =>
        transaction(async (tx) => {
          await tx.threshold.deleteMany({ where: { organizationId: 1 } });
          throw new Error('undone');
        }),
      );
    expect(await noticedOf(() => expect(undone()).rejects.toThrow('undone'))).toEqual([]);
  });

  it('notifies of everything where it was written across organizations', async () => {
    const create = () =>
      acrossOrganizations(() => asProgram(written).prisma.organization.create({ data: { id: 2, name: 'Second MSP' } }));
    expect(await noticedOf(create)).toEqual(['everything']);
  });

  it('notifies of who may come in by the triggers that are there', async () => {
    const person = { email: 'ada@example.com', createdAt: new Date(), createdBy: 'x' };
    expect(await noticedOf(() => written.prisma.person.create({ data: person }))).toEqual(['access']);
  });
});

function isMarker(change: Change, organizationId: number): boolean {
  return change.kind === 'organization' && change.organizationId === organizationId;
}

function textOf(change: Change): string {
  if (change.kind !== 'organization') return change.kind;
  return `${change.organizationId}:${change.years === 'any' ? 'any' : [...change.years]}`;
}
