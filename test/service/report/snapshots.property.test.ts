import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { type Period, parsePeriod } from '#src/core/period.ts';
import { closePeriod, reopenPeriod } from '#src/service/periods/close.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { setThreshold } from '#src/service/thresholds/set.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import type { Database } from '#src/store/engine/database.ts';
import { type RecordKey, readRecords } from '#src/store/period-records.ts';
import { type FreshDatabase, freshPostgresql, openTestDatabase } from '../../kit/databases.ts';
import { NOW, scopeOn } from '../../kit/services.ts';

const ORGANIZATIONS = [1, 2];
const MONTHS = ['2024-11', '2024-12', '2025-01', '2025-02'];
const PERIODS = [...MONTHS, '2024-Q4', '2025-Q1'].map((each) => parsePeriod(each));
const METRICS = ['mrr', 'nrr', 'new_mrr', 'employees'];

/** How anybody changes what a snapshot holds: the program's verbs, and statements past it. */
const VERBS = ['enter', 'release', 'close', 'reopen', 'setThreshold', 'delete', 'move', 'rename'] as const;
const act = fc.record({
  verb: fc.constantFrom(...VERBS),
  writer: fc.constantFrom('here' as const, 'there' as const),
  organizationId: fc.constantFrom(...ORGANIZATIONS),
  month: fc.constantFrom(...MONTHS),
  metric: fc.constantFrom(...METRICS),
  amount: fc.integer({ min: -1_000, max: 1_000 }),
  /** What is cached when it happens. */
  read: fc.subarray(PERIODS),
});
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

describe.each([
  ['nothing cached', 0],
  ['the default cache', undefined],
] as const)('two instances with %s', (_, cacheBytes) => {
  let fresh: FreshDatabase;
  let here: Database;
  let there: Database;
  beforeEach(async () => {
    fresh = await freshPostgresql();
    here = await openTestDatabase(fresh.connection, cacheBytes === undefined ? {} : { cacheBytes });
    there = await openTestDatabase(fresh.connection);
    await there.prisma.organization.create({ data: { id: 2, name: 'Two' } });
  });
  afterEach(async () => {
    await here.close();
    await there.close();
    await fresh.remove();
  });

  it('report after any sequence of writes what is stored', async () => {
    const snapshots = createSnapshots(here);
    const noticed = markersOf(here);
    await vi.waitUntil(() => here.changes.isReliable(), { timeout: 10_000 });
    const load = async (organizationId: number, periods: readonly Period[]) => {
      const snapshot = snapshots.of(organizationId);
      await snapshot.load({ periods, organization: true, monthsWithData: true });
      return snapshot;
    };
    const check = async (organizationId: number) => {
      const snapshot = await load(organizationId, PERIODS);
      const keys: RecordKey[] = [...PERIODS, 'organization', 'months'];
      const stored = await readRecords(here.query, organizationId, keys);
      for (const record of stored.values()) {
        if (record.kind === 'month') expect(snapshot.month(record.month)).toEqual(record);
        if (record.kind === 'quarter') expect(snapshot.quarter(record.quarter)).toEqual(record.metrics);
        if (record.kind === 'quarter') expect(snapshot.smartNumbers(record.quarter)).toEqual(record.smartNumbers);
        if (record.kind === 'organization') expect(snapshot.thresholds()).toEqual(record.thresholds);
        if (record.kind === 'organization') expect(snapshot.organization()).toEqual(record.organization);
        if (record.kind === 'months') expect(snapshot.monthsWithData()).toEqual(record.withData);
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
        for (const each of acts) {
          for (const organizationId of ORGANIZATIONS) await load(organizationId, each.read);
          await perform(each.writer === 'here' ? here : there, each);
          const isOwnVerb = each.writer === 'here' && !PAST_THE_PROGRAM.has(each.verb);
          if (!isOwnVerb) await noticed(there);
          for (const organizationId of ORGANIZATIONS) await check(organizationId);
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** Those whose changes are noticed by notifications only, whoever sends them. */
const PAST_THE_PROGRAM: ReadonlySet<string> = new Set(['delete', 'move', 'rename']);

async function perform(database: Database, { verb, organizationId, month, metric, amount }: Act): Promise<void> {
  const scope = scopeOn(database, NOW, organizationId);
  const { prisma } = database;
  const elsewhere = MONTHS.find((each) => each !== month) ?? '';
  const value = new Decimal(amount);
  const verbs: Readonly<Record<Act['verb'], () => Promise<unknown>>> = {
    enter: () => enterMetrics(scope, { period: month, entries: [{ metric, value }] }),
    release: () => releaseMetrics(scope, { period: month, metrics: [metric] }),
    close: () => closePeriod(scope, { period: month }),
    reopen: () => reopenPeriod(scope, { period: month, reason: 'test' }),
    setThreshold: () => setThreshold(scope, { metric, type: 'warning', bound: 'min', value }),
    delete: () =>
      prisma.$executeRaw`DELETE FROM qbr_metrics_monthly WHERE organization_id = ${organizationId} AND period = ${month}`,
    move: () => prisma.$executeRaw`UPDATE qbr_metrics_monthly AS stored SET period = ${elsewhere}
      WHERE organization_id = ${organizationId} AND period = ${month} AND metric_name = ${metric} AND NOT EXISTS (
        SELECT FROM qbr_metrics_monthly AS other WHERE other.organization_id = stored.organization_id
          AND other.period = ${elsewhere} AND other.metric_name = stored.metric_name)`,
    rename: () => prisma.organization.update({ where: { id: organizationId }, data: { name: `Named ${amount}` } }),
  };
  // A closed month refuses most of them.
  await verbs[verb]().catch((error: unknown) => {
    if (!String(error).includes('closed')) throw error;
  });
}

/** Waits until everything that has been committed is noticed. */
function markersOf(database: Database): (sender: Database) => Promise<void> {
  let marker = 1_000;
  let latest = 0;
  database.changes.subscribe((change) => {
    if (change.kind === 'organization' && change.organizationId >= 1_000) latest = change.organizationId;
  });
  return async (sender) => {
    marker += 1;
    await sender.prisma.$executeRaw`SELECT pg_notify('qbr_changed', ${`${marker}:`})`;
    await vi.waitUntil(() => latest === marker, { timeout: 10_000, interval: 1 });
  };
}
