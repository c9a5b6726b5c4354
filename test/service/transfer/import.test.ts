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

  it('asks how a file is to be read, reads the next one likewise, and names what it does not know', async () => {
    const unknown = 'id,Jan 2025,Feb 2025,what\n1,8.5,9,Headcount\n2,1,2,Boats';
    const asked = await previewImport(scope(), file(unknown, 'theirs.csv'));
    expect(asked.question).toMatchObject({ kind: 'layout' });
    expect(asked.samples[0]?.rows[1]).toEqual(['1', '8.5', '9', 'Headcount']);
    const layout = { headingRow: 0, labelColumn: 3 };
    const explained = await previewImport(scope(), { ...file(unknown, 'theirs.csv'), layout });
    expect(explained.unknownNames).toEqual(['Headcount', 'Boats']);
    const named = { ...layout, names: [{ label: 'Headcount', metric: 'employees' }] };
    await applyImport(scope(), { ...file(unknown, 'theirs.csv'), layout: named, skipRefused: true });

    const next = unknown.replace('9', '10');
    const read = await previewImport(scope(), file(next, 'theirs.csv'));
    expect(edits(read)).toContain('changed 2025-02 employees 9 10');
    expect(read.notes).toEqual(['Read as the last file that was explained: months in row 1, metrics in column D.']);
    // A further name does not take back what was said of the rows and columns.
    const boats = { names: [{ label: 'Boats', metric: 'agreements' }] };
    const more = await applyImport(scope(), { ...file(next, 'theirs.csv'), layout: boats });
    expect(more.counts).toMatchObject({ changed: 2, new: 1, refused: 0 });
    expect((await previewImport(scope(), file(next, 'theirs.csv'))).counts).toMatchObject({ same: 4, refused: 0 });
  });

  it('takes the row and column that are given for column and row, where the months go down', async () => {
    const down = 'when,Boats,Crew\nJan 2025,1,8.5\nFeb 2025,2,9';
    const names = [{ label: 'Crew', metric: 'employees' }];
    const layout = { headingRow: 0, labelColumn: 0, names };
    const preview = await previewImport(scope(), { ...file(down, 'down.csv'), layout });
    expect(preview.question).toBeNull();
    expect(edits(preview)).toContain('new 2025-02 employees null 9');
    expect(preview.unknownNames).toEqual(['Boats']);
  });

  it('says which values can override a formula, also once they do', async () => {
    const csv = 'Metric,Jan 2025\nNRR,-2044\nMRR,109682.26\nORR,0\nTotal Revenue,5';
    const differing = async (overrides: readonly string[] = []) => {
      const { cells } = await previewImport(scope(), { ...file(csv, 'own.csv'), overrides });
      const found = cells.find(({ where }) => where === 'line 5, column B');
      return found && { state: found.state, canOverride: found.canOverride, reason: found.reason };
    };
    expect(await differing()).toMatchObject({ state: 'differs', canOverride: true });
    expect(await differing(['line 5, column B'])).toMatchObject({ state: 'changed', canOverride: true });
  });
});
