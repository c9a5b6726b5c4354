import { beforeEach, expect, it } from 'vitest';
import { createCollectionSchedule } from '#src/service/collection/schedule.ts';
import { validationPage } from '#src/service/validation/document.ts';
import type { Validation } from '#src/service/validation/validation.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { type DatabaseUnderTest, describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, enter, scopeOn, TIME_ZONE } from '../../kit/services.ts';
import { CRON, FIRST_NIGHT, MORNING, openWorld, type ValidatedWorld } from './world.ts';

const problems = ({ nights }: Validation) =>
  nights.flatMap(({ date, problems: own }) => own.map(({ kind, message }) => `${date} ${kind}: ${message}`));
const unverified = ({ months }: Validation) =>
  months.flatMap(({ month, problems: own }) => own.map(({ kind, message }) => `${month} ${kind}: ${message}`));

/** As many for sixteen months as for four. */
async function expectFewStatements(
  { database, statementsOf }: DatabaseUnderTest,
  world: ValidatedWorld,
): Promise<void> {
  const few = await statementsOf(() => world.validation());
  for (let month = 1; month <= 12; month += 1) {
    await enter(database, `2024-${String(month).padStart(2, '0')}`, { employees: 9 }, MORNING);
  }
  const many = await statementsOf(() => world.validation('2024-01'));
  expect([many.length, many.length]).toEqual([few.length, 12]);
}

/** Without a confirmation, because the validation has passed. */
async function enableSchedule({ database }: DatabaseUnderTest): Promise<void> {
  const schedule = createCollectionSchedule({
    ...{ database, organizationId: 1, timeZone: TIME_ZONE, cron: CRON, enabledByDefault: false, clock: () => MORNING },
    collection: collectionFor(database, { readers: { connectwise: null, ninjaone: null } }),
  });
  await schedule.setEnabled(scopeOn(database, MORNING), true);
  const entry = await database.prisma.auditEntry.findFirst({ where: { action: 'collection.enabled' } });
  expect(entry?.detail).toMatchObject({ validationPassed: true, goodNights: 9 });
}

describeOnBothDatabases('a validation', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('passes after nine good nights, with every month collected, complete and recomputed', async () => {
    const world = await openWorld(use().database);
    await world.nights();
    const validation = await world.validation();
    expect(problems(validation)).toEqual([]);
    expect(unverified(validation)).toEqual([]);
    expect(validation).toMatchObject({ passed: true, goodInARow: 9, reasons: [], from: '2025-01', to: '2025-04' });
    expect(validation.nights.map(({ date }) => date)).toEqual([
      ...[
        '2025-04-10',
        '2025-04-11',
        '2025-04-12',
        '2025-04-13',
        '2025-04-14',
        '2025-04-15',
        '2025-04-16',
        '2025-04-17',
      ],
      '2025-04-18',
    ]);
    expect(validation.months.map(({ month, status, isVerified }) => [month, status, isVerified])).toEqual([
      ['2025-01', 'ENDED', true],
      ['2025-02', 'ENDED', true],
      ['2025-03', 'ENDED', true],
      ['2025-04', 'RUNNING', false],
    ]);
    expect(validation.months[0]).toMatchObject({
      vendors: [
        { name: 'ConnectWise', runId: 10, state: 'collected', absent: [] },
        { name: 'NinjaOne', runId: 10 },
        { name: 'QuickBooks', runId: null, state: 'entered by hand or imported' },
      ],
      booksTieOut: { state: 'not checked', reason: 'no statement of the books is stored' },
      vendorTieOut: { state: 'ties' },
      recomputation: { compared: 58, differences: [] },
    });
    expect(validation.quarters.map(({ quarter }) => quarter)).toEqual(['2025-Q1', '2025-Q2']);
    const html = validationPage(validation);
    expect(html).toContain('Passed: the last 9 nights were good.');
    expect(html.match(/<li class="good">/g)).toHaveLength(9);
    await expectFewStatements(use(), world);
    await enableSchedule(use());
  });

  it('names each bad night with its reason, and begins the count again after it', async () => {
    const { database } = use();
    const world = await openWorld(database);
    const acts: Record<number, () => Promise<'skip' | undefined>> = {
      0: async () => {
        await enter(database, '2025-01', { reactive_time_spent: 160 }, FIRST_NIGHT);
        await releaseMetrics(scopeOn(database, FIRST_NIGHT), { period: '2025-01', metrics: ['reactive_time_spent'] });
        return undefined;
      },
      1: async () => 'skip',
      2: () => world.night(2, { broken: true }),
      3: () => world.night(3, { lateMinutes: 61 }),
      4: async () => {
        world.tickets['2025-02'] = { ...world.tickets['2025-02'], reactive_time_spent: 150 };
        return world.night(4, { force: 'Tickets were merged' });
      },
      5: () => world.night(5, { without: 'ninjaone' }),
      6: async () => {
        world.tickets['2025-03'] = { ...world.tickets['2025-03'], reactive_tickets_created: 299 };
        return undefined;
      },
    };
    await world.nights(async (index) => acts[index]?.());
    const drift =
      '1 finding not acknowledged: Reactive Tickets Created of March 2025 would now be collected as 299; 300 was kept.';
    const validation = await world.validation();
    expect(problems(validation)).toEqual([
      '2025-04-11 not_run: No collection started at its time.',
      expect.stringMatching(/^2025-04-12 failed: Collection \d+ collected nothing from ConnectWise: /),
      '2025-04-13 not_run: No collection started at its time; collection 4 started 61 minutes late.',
      '2025-04-14 earlier_month_moved: February 2025 moved: Total Time on Reactive Tickets (hours) 140 → 150 (forced: Tickets were merged).',
      '2025-04-15 vendor_missing: NinjaOne was not collected.',
      `2025-04-16 findings_open: ${drift}`,
    ]);
    expect(validation).toMatchObject({ passed: false, goodInARow: 2 });
    expect(validation.reasons[0]).toBe('2 good nights in a row of 9: the count began again after 2025-04-16.');
    expect(unverified(validation)).toEqual([`2025-03 findings_open: ${drift}`]);
    await database.prisma.finding.updateMany({ data: { acknowledgedAt: MORNING, acknowledgedBy: 'ann' } });
    const looked = await world.validation();
    expect([unverified(looked), looked.goodInARow]).toEqual([[], 3]);
    expect(looked.months[2]?.findings).toEqual({ open: 0, acknowledged: 1, resolved: 0 });
  });

  it('names an unverified month: a vendor and inputs missing, and a stored value that the second path does not give', async () => {
    const { database } = use();
    const world = await openWorld(database);
    await releaseMetrics(scopeOn(database, MORNING), {
      period: '2025-01',
      metrics: ['employees', 'mrr', 'total_income'],
    });
    await database.prisma.monthlyMetric.deleteMany({ where: { period: '2025-01', metricName: 'mrr' } });
    await database.prisma.collectionLog.deleteMany({
      where: { period: '2025-02', vendorId: database.vendorIds.ninjaone },
    });
    await database.prisma.monthlyMetric.deleteMany({
      where: { period: '2025-02', metricName: { in: ['endpoints_managed', 'seats_managed'] } },
    });
    await database.prisma.smartNumber.updateMany({
      where: { period: '2025-03', kpiName: 'avg_aisp' },
      data: { kpiValue: '1' },
    });
    const lines = unverified(await world.validation());
    expect(lines.filter((line) => line.startsWith('2025-01'))).toEqual([
      '2025-01 vendor_missing: QuickBooks: entered by hand or imported; absent: Monthly Recurring Revenue (MRR).',
      '2025-01 inputs_missing: Missing: Monthly Recurring Revenue (MRR), Employees.',
      expect.stringMatching(/^2025-01 recomputation_differs: /),
    ]);
    expect(lines.filter((line) => line.startsWith('2025-02'))).toEqual([
      '2025-02 vendor_missing: NinjaOne: never collected; absent: Endpoints Managed, Seats Managed.',
      '2025-02 inputs_missing: Missing: Endpoints Managed, Seats Managed.',
      expect.stringMatching(/^2025-02 recomputation_differs: /),
    ]);
    expect(lines.filter((line) => line.startsWith('2025-03'))).toEqual([
      '2025-03 recomputation_differs: Average AISP is stored as 1 and recomputed as 180.',
    ]);
  });

  it('tells when entry, override, release and re-collection were last exercised', async () => {
    const { database } = use();
    const world = await openWorld(database);
    const never = (await world.validation()).exercises;
    expect(never.map(({ kind, at }) => [kind, at !== null])).toEqual([
      ['entry', true],
      ['override', true],
      ['release', false],
      ['recollection', false],
    ]);
    await enter(database, '2025-01', { employees: 12 }, MORNING);
    await enter(database, '2025-01', { reactive_tickets_created: 299 }, MORNING);
    await releaseMetrics(scopeOn(database, MORNING), { period: '2025-01', metrics: ['reactive_tickets_created'] });
    await world.night(0, { force: 'Exercise' });
    expect((await world.validation()).exercises).toMatchObject([
      { kind: 'entry', at: MORNING, by: 'tester' },
      { kind: 'override', at: MORNING, by: 'tester' },
      { kind: 'release', at: MORNING, by: 'tester' },
      { kind: 'recollection', by: 'timer' },
    ]);
  });
});
