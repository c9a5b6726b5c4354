import { strToU8 } from 'fflate';
import { beforeEach, expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { yearCsv } from '#src/service/export/year-csv.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { applyImport, type ImportPreview, previewImport } from '#src/service/transfer/import.ts';
import { readValuePage } from '#src/store/monthly-metrics.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, scopeOn } from '../../kit/services.ts';

const JANUARY = { nrr: '-2044', mrr: '109682.26', orr: '0', total_income: '152294.5', employees: '8.25' };

describeOnBothDatabases('an import', (use) => {
  beforeEach(async () => {
    await emptyDatabase(use());
    await enter(use().database, '2025-01', JANUARY);
    await enter(use().database, '2025-02', { nrr: '10877', total_expenses: '177096', agreements: '84' });
  });

  const scope = () => scopeOn(use().database);
  const report = () => createReport(scope(), createSnapshots(use().database));
  const workbook = async () => (await exportWorkbook(report(), { year: '2025', version: '1.2.3' })).bytes;
  const file = (bytes: Uint8Array | string, fileName = 'review.xlsx') => ({
    bytes: typeof bytes === 'string' ? strToU8(bytes) : bytes,
    fileName,
  });
  const stored = async (month: string, key: string) => {
    const range = { from: parseMonth(month), to: parseMonth(month) };
    const page = await readValuePage(use().database.prisma, 1, { ...range, after: null, limit: 100 });
    return page.find(({ metric }) => metric === key) ?? null;
  };
  const edits = ({ cells }: ImportPreview) =>
    cells
      .filter(({ state }) => !['same', 'ignored'].includes(state))
      .map(({ period, metric, state, before, after }) => `${state} ${period} ${metric} ${before} ${after}`);

  it('of an export shows no difference', async () => {
    const preview = await previewImport(scope(), file(await workbook()));
    expect(edits(preview)).toEqual([]);
    expect(preview.dependents).toEqual([]);
    expect(preview.counts.same).toBe(8);
    const csv = await previewImport(scope(), file(await yearCsv(report(), '2025'), 'review.csv'));
    expect(edits(csv)).toEqual([]);
    expect(csv.counts.same).toBe(8);
  });

  it('of an edited table shows exactly the edits, and stores them with what follows, once', async () => {
    const csv = [
      'Metric,Jan 2025,Feb 2025,Mar 2025,Q1',
      'NRR,"$1,234.50",10877,(5.25),12106.25',
      'MRR,109682.26,"3,000",',
      '# of Employees,,9,',
    ].join('\n');
    const preview = await previewImport(scope(), file(csv, 'legacy.csv'));
    expect(edits(preview)).toEqual([
      'changed 2025-01 nrr -2044 1234.5',
      'new 2025-03 nrr null -5.25',
      'new 2025-02 mrr null 3000',
      'new 2025-02 employees null 9',
    ]);
    expect(preview.counts).toMatchObject({ same: 2, ignored: 1, changed: 1, new: 3 });
    expect(await stored('2025-01', 'nrr')).toMatchObject({ value: new Decimal('-2044') });

    const applied = await applyImport(scope(), { ...file(csv, 'legacy.csv'), digest: preview.digest });
    expect(applied).toMatchObject({ isApplied: true, importId: expect.any(Number), digest: preview.digest });
    expect(await stored('2025-01', 'nrr')).toMatchObject({ value: new Decimal('1234.5'), source: 'manual' });
    const again = await applyImport(scope(), file(csv, 'legacy.csv'));
    expect(again).toMatchObject({
      importId: null,
      dependents: [],
      counts: { same: 6, ignored: 1, new: 0, changed: 0 },
    });
  });
});
