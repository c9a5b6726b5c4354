import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { calculateMonth, calculateQuarter, calculateSmartNumbers } from '#src/core/calculation/calculate.ts';
import { CALCULATED_METRICS } from '#src/core/calculation/lineage.ts';
import { Decimal } from '#src/core/number.ts';
import { type Month, monthsOf, type Period, parseMonth, quarterOf } from '#src/core/period.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { recalculate } from '#src/service/values/recalculate.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import type { Database } from '#src/store/engine/database.ts';
import { readRecords } from '#src/store/period-records.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, ORGANIZATION_ID, readerSaying, type Said, scopeOn } from '../../kit/services.ts';

/** A small world: two quarters, metrics with shared dependents, collected and manual ones. */
const MONTHS = ['2024-12', '2025-01', '2025-02', '2025-03'].map((month) => parseMonth(month));
const ENTERED = [
  'nrr',
  'mrr',
  'orr',
  'misc_revenue',
  'total_income',
  'payroll_total',
  'owner_comp',
  'owner_comp_taxes',
  'total_expenses_qb',
  'product_cogs',
  'employees',
  'technical_employees',
  'employee_expense',
  'total_revenue',
  'reactive_tickets_closed',
  'endpoints_managed',
  'cash_reserve',
  'average_monthly_expenses',
];
const COLLECTED = ['reactive_tickets_created', 'reactive_tickets_closed', 'reactive_time_spent'];

type Act =
  | { readonly kind: 'enter'; readonly month: Month; readonly values: Readonly<Record<string, number>> }
  | { readonly kind: 'release'; readonly month: Month; readonly metrics: readonly string[] }
  | { readonly kind: 'collect'; readonly force: boolean; readonly said: Said }
  | { readonly kind: 'recalculate' };

const month = fc.constantFrom(...MONTHS);
const amount = fc.integer({ min: -500_000, max: 500_000 }).map((cents) => cents / 100);
const count = fc.integer({ min: 0, max: 400 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('enter' as const),
      month,
      values: fc.dictionary(fc.constantFrom(...ENTERED), amount, { minKeys: 1, maxKeys: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('release' as const),
      month,
      metrics: fc.subarray(ENTERED, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('collect' as const),
      force: fc.boolean(),
      said: fc.dictionary(month, fc.dictionary(fc.constantFrom(...COLLECTED), count, { minKeys: 1 }), { minKeys: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('recalculate' as const) }) },
);

async function perform(database: Database, { kind, ...act }: Act): Promise<void> {
  switch (kind) {
    case 'enter': {
      const { month: period, values } = act as Extract<Act, { kind: 'enter' }>;
      const entries = Object.entries(values).map(([metric, value]) => ({
        metric,
        value: new Decimal(value),
        notes: null,
      }));
      await enterMetrics(scopeOn(database), { period, entries });
      return;
    }
    case 'release': {
      const { month: period, metrics } = act as Extract<Act, { kind: 'release' }>;
      await releaseMetrics(scopeOn(database), { period, metrics });
      return;
    }
    case 'collect': {
      const { said, force } = act as Extract<Act, { kind: 'collect' }>;
      const readers = { connectwise: readerSaying(() => said), ninjaone: null };
      const months = Object.keys(said).map((each) => parseMonth(each));
      const request = {
        trigger: 'cli',
        viewer: operatorViewer('tester'),
        months,
        ...(force && { force: { reason: 'test' } }),
      } as const;
      const report = await collectionFor(database, { readers }).run(request);
      expect(report.status).toBe('success');
      return;
    }
    case 'recalculate':
      await recalculate(scopeOn(database));
  }
}

/** Everything derived, as text, by period and key: once as stored, once recomputed from what was entered and collected. */
async function storedDerived(database: Database): Promise<Record<string, string>> {
  const { prisma } = database;
  const monthly = await prisma.monthlyMetric.findMany({ where: { dataSource: 'calculated' } });
  const quarterly = await prisma.quarterlyMetric.findMany();
  const smartNumbers = await prisma.smartNumber.findMany();
  return Object.fromEntries([
    ...monthly.map((row) => [`${row.period} ${row.metricName}`, row.metricValue.toFixed()]),
    ...quarterly.map((row) => [
      `${row.period} ${row.metricName}`,
      `${row.metricValue.toFixed()} of ${row.months.join()}`,
    ]),
    ...smartNumbers.map((row) => [
      `${row.period} #${row.kpiName}`,
      `${row.kpiValue.toFixed()} of ${row.months.join()}`,
    ]),
  ]);
}

async function recomputed(database: Database): Promise<Record<string, string>> {
  const months = MONTHS.flatMap((each) => monthsOf(quarterOf(each)));
  const records = await readRecords(database.query, ORGANIZATION_ID, months);
  const rows = [...records.values()].flatMap((each) => (each.kind === 'month' ? [...each.stored.values()] : []));
  const derived = new Map(
    [...new Set(MONTHS.flatMap((each) => monthsOf(quarterOf(each))))].map((each) => {
      const inputs = rows.filter((row) => row.month === each && row.source !== 'calculated');
      return [each, calculateMonth(each, new Map(inputs.map((row) => [row.metric, row])))] as const;
    }),
  );
  const result: Record<string, string> = {};
  const valuesOf = (period: Period) => monthsOf(period).flatMap((each) => derived.get(each) ?? []);
  for (const [each, { calculated }] of derived) {
    for (const [key, value] of calculated) if (value) result[`${each} ${key}`] = value.toFixed();
    for (const [key, { value, months }] of calculateSmartNumbers(valuesOf(each)))
      result[`${each} #${key}`] = `${value.toFixed()} of ${months.join()}`;
  }
  for (const quarter of new Set(MONTHS.map((each) => quarterOf(each)))) {
    for (const [key, { value, months }] of calculateQuarter(quarter, valuesOf(quarter)))
      result[`${quarter} ${key}`] = `${value.toFixed()} of ${months.join()}`;
    for (const [key, { value, months }] of calculateSmartNumbers(valuesOf(quarter)))
      result[`${quarter} #${key}`] = `${value.toFixed()} of ${months.join()}`;
  }
  return result;
}

describeOnBothDatabases('derived values', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('equal a recomputation from scratch after any sequence of entering, releasing, collecting and recalculating', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
        await emptyDatabase(use());
        for (const each of acts) await perform(use().database, each);
        expect(await storedDerived(use().database)).toEqual(await recomputed(use().database));
        const flagged = await use().database.prisma.finding.findMany({
          where: { kind: 'differs_from_formula', resolvedAt: null },
        });
        for (const finding of flagged) expect(CALCULATED_METRICS).toContain(finding.metricName);
        const history = await use().database.prisma.valueHistory.findMany({ orderBy: { id: 'asc' } });
        const last = new Map(history.map((row) => [`${row.period} ${row.metricName}`, row.newValue?.toFixed()]));
        const stored = await use().database.prisma.monthlyMetric.findMany();
        // The history's last word on each value is the value.
        expect(Object.fromEntries([...last].filter(([, value]) => value !== undefined))).toEqual(
          Object.fromEntries(stored.map((row) => [`${row.period} ${row.metricName}`, row.metricValue.toFixed()])),
        );
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
