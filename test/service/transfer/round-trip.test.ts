import fc from 'fast-check';
import { expect, it } from 'vitest';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { valueRows } from '#src/service/export/value-rows.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { yearCsv } from '#src/service/export/year-csv.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { previewImport } from '#src/service/transfer/import.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { scopeOn } from '../../kit/services.ts';

const RUNS = Number(process.env['TEST_WORLDS'] ?? 6);
/** The year has ended, but for its December. */
const AT = new Date('2025-12-15T17:00:00Z');
const MONTHS = Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`);

const metric = fc.constantFrom(...METRICS);
const entry = fc.record({
  month: fc.constantFrom(...MONTHS),
  metric,
  units: fc.oneof(fc.constant(0), fc.integer({ min: -99_999_999, max: 99_999_999 })),
});
/** A name that may look like a formula, a number, a month or a total. */
const customName = fc.oneof(
  fc.constantFrom('=1+1', '-5', '+x', '@home', 'Q1', 'Total', 'Jan 2025', 'Coffee cups', "'quoted", 'a,b "c"', 'Notes'),
  fc.string({ minLength: 1, maxLength: 20 }),
);
const world = fc.record({
  entries: fc.array(entry, { maxLength: 60 }),
  custom: fc.array(fc.tuple(fc.constantFrom(...MONTHS), customName, fc.integer({ min: -999, max: 999_999 })), {
    maxLength: 4,
  }),
  closed: fc.uniqueArray(fc.constantFrom(...MONTHS.slice(0, 9)), { maxLength: 3 }),
});

describeOnBothDatabases('an export that is imported', (use) => {
  it('shows no difference, whatever is stored', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ entries, custom, closed }) => {
        await emptyDatabase(use());
        const scope = scopeOn(use().database, AT);
        for (const { month, metric: of, units } of entries) {
          const value = new Decimal(units).dividedBy(10 ** of.places);
          await ignoringRefusals(enterMetrics(scope, { period: month, entries: [{ metric: of.key, value }] }));
        }
        for (const [month, name, value] of custom) {
          const customEntry = { metric: name, value: new Decimal(value).dividedBy(1_000) };
          await ignoringRefusals(
            enterMetrics(scope, { period: month, entries: [customEntry], acceptsCustomMetrics: true }),
          );
        }
        for (const month of closed) await ignoringRefusals(closePeriod(scope, { period: month }));
        const report = () => createReport(scope, createSnapshots(use().database));
        const range = { from: parseMonth('2025-01'), to: parseMonth('2025-12') };
        let values = '';
        for await (const piece of valueRows(scope, { range, format: 'csv' })) values += piece;
        const files = {
          'review.xlsx': (await exportWorkbook(report(), { year: '2025', version: '0' })).bytes,
          'review.csv': Buffer.from(await yearCsv(report(), '2025')),
          'values.csv': Buffer.from(values),
        };
        for (const [fileName, bytes] of Object.entries(files)) {
          const { cells, dependents, question } = await previewImport(scope, { bytes, fileName });
          expect({ fileName, question }).toEqual({ fileName, question: null });
          const told = cells.filter(({ state }) => state !== 'same' && state !== 'ignored');
          expect({ fileName, told, dependents }).toEqual({ fileName, told: [], dependents: [] });
        }
      }),
      { numRuns: RUNS },
    );
  });
});

/** What the product refuses does not come into the world. */
async function ignoringRefusals(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error)) throw error;
  });
}
