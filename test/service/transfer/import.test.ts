import { strToU8 } from 'fflate';
import { beforeEach, expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { valueRows } from '#src/service/export/value-rows.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { yearCsv } from '#src/service/export/year-csv.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { applyImport, type ImportInput, type ImportPreview, previewImport } from '#src/service/transfer/import.ts';
import type { GivenLayout } from '#src/service/transfer/import-file.ts';
import { undoImport } from '#src/service/transfer/undo-import.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { readValuePage } from '#src/store/monthly-metrics.ts';
import { readChangesOf } from '#src/store/value-history.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { cellOf, type Edits, editedWorkbook } from '../../kit/edited-workbook.ts';
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
  const file = (bytes: Uint8Array | string, fileName = 'review.csv') => ({
    bytes: typeof bytes === 'string' ? strToU8(bytes) : bytes,
    fileName,
  });
  const table = (...lines: readonly string[]) => file(`${lines.join('\n')}\n`);
  const preview = (input: ImportInput) => previewImport(scope(), input);
  const apply = (input: ImportInput) => applyImport(scope(), input);
  const stored = async (month: string, key: string) => {
    const range = { from: parseMonth(month), to: parseMonth(month) };
    const page = await readValuePage(use().database.prisma, 1, { ...range, after: null, limit: 200 });
    return page.find(({ metric }) => metric === key) ?? null;
  };
  const storedText = async (month: string, key: string) => (await stored(month, key))?.value.toFixed() ?? null;
  const audited = () => use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' }, skip: 2 });
  /** Cells that are neither the same nor ignored. */
  const told = ({ cells }: ImportPreview) =>
    cells
      .filter(({ state }) => state !== 'same' && state !== 'ignored')
      .map(({ period, metric, state, before, after }) => `${state} ${period} ${metric} ${before} ${after}`);

  it('of an export shows no difference: workbook, table and values', async () => {
    await enterMetrics(scope(), {
      period: '2025-02',
      entries: [{ metric: 'Coffee cups', value: new Decimal('12.5'), notes: '=late' }],
      acceptsCustomMetrics: true,
    });
    await closePeriod(scope(), { period: '2025-02' });
    let values = '';
    const range = { from: parseMonth('2025-01'), to: parseMonth('2025-12') };
    for await (const piece of valueRows(scope(), { range, format: 'csv' })) values += piece;
    for (const given of [file(await workbook(), 'review.xlsx'), file(await yearCsv(report(), '2025')), file(values)]) {
      const shown = await preview(given);
      expect(told(shown)).toEqual([]);
      expect(shown.dependents).toEqual([]);
      expect(shown.counts.same).toBeGreaterThan(8);
      expect(await apply(given)).toMatchObject({ isApplied: true, importId: null });
    }
    expect((await audited()).map(({ action }) => action)).toEqual(['metrics.entered', 'period.closed']);
  });

  it('of an edited table shows exactly the edits, and stores them with what follows, once', async () => {
    const given = table(
      'Metric,Jan 2025,Feb 2025,Mar 2025,Q1',
      'NRR,"$1,234.50",10877,(5.25),12106.25',
      'MRR,109682.26,"3,000",',
      '# of Employees,,9,',
    );
    const shown = await preview(given);
    expect(told(shown)).toEqual([
      'changed 2025-01 nrr -2044 1234.5',
      'new 2025-03 nrr null -5.25',
      'new 2025-02 mrr null 3000',
      'new 2025-02 employees null 9',
    ]);
    expect(shown.counts).toMatchObject({ same: 2, ignored: 1, changed: 1, new: 3 });
    expect(await storedText('2025-01', 'nrr')).toBe('-2044');

    const applied = await apply({ ...given, digest: shown.digest });
    expect(applied).toMatchObject({ isApplied: true, importId: expect.any(Number), digest: shown.digest });
    expect(applied.dependents).toEqual(shown.dependents);
    expect(await stored('2025-01', 'nrr')).toMatchObject({ value: new Decimal('1234.5'), source: 'manual' });
    expect(await storedText('2025-01', 'product_sales')).toBe('41377.74');
    const again = await apply(given);
    expect(again).toMatchObject({ importId: null, dependents: [], counts: { same: 6, ignored: 1 } });

    const entries = await audited();
    expect(entries.map(({ action }) => action)).toEqual(['metrics.imported']);
    expect(entries[0]?.detail).toMatchObject({
      ...{ file: 'review.csv', bytes: given.bytes.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const changes = await readChangesOf(use().database.query, 1, {
      months: [parseMonth('2025-03')],
      olderThan: null,
      limit: 9,
    });
    expect(changes).toMatchObject([{ metric: 'nrr', cause: 'import', reason: 'file review.csv', actor: 'tester' }]);
  });

  it('changes what was edited in the workbook, keeps what was not, and asks where both sides moved', async () => {
    const exported = await workbook();
    const at = (label: string, column: string) => cellOf(exported, 'Review', label, column);
    const edits: Edits = {
      [await at('Non-Recurring Revenue (NRR)', 'B')]: -2000,
      [await at('Monthly Recurring Revenue (MRR)', 'B')]: 110_000,
      [await at('Managed Services Agreements', 'C')]: null,
      [await at('Employees', 'C')]: 9,
    };
    await enter(use().database, '2025-01', { mrr: '109700', employees: '8.5' });
    const given = file(await editedWorkbook(exported, edits), 'review.xlsx');
    const shown = await preview(given);
    expect(told(shown)).toEqual([
      'changed 2025-01 nrr -2044 -2000',
      'conflict 2025-01 mrr 109700 110000',
      'new 2025-02 employees null 9',
    ]);
    const reasonOf = (metric: string) => shown.cells.find((cell) => cell.metric === metric && cell.reason)?.reason;
    expect(reasonOf('mrr')).toBe('It has changed here since the export, where it was $109,682.26');
    expect(reasonOf('employees')).toBe('Not edited in the file; it has changed here since the export');
    expect(reasonOf('agreements')).toBe('A blank cell erases nothing; write “erase” to erase the value');
    await expect(apply(given)).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      problems: [{ message: reasonOf('mrr') }],
    });
    expect(await storedText('2025-01', 'nrr')).toBe('-2044');
    await apply({ ...given, skipRefused: true });
    expect(await storedText('2025-01', 'nrr')).toBe('-2000');
    expect(await storedText('2025-01', 'mrr')).toBe('109700');
    expect(await storedText('2025-01', 'employees')).toBe('8.5');
    expect(await storedText('2025-02', 'agreements')).toBe('84');
  });

  it('refuses, by cell, a closed or future month, a value out of range, a text, a name that is no metric, and duplicates', async () => {
    await closePeriod(scope(), { period: '2025-02' });
    const given = table(
      'Metric,Jan 2025,Feb 2025,Apr 2025,May 2025',
      'NRR,99999999999,1,12 %,5',
      'MRR,about 5,,,',
      'Umsatz,1,,,',
      'ORR,0,,1,',
      'Other Recurring Revenue (ORR),0,,2,',
    );
    const shown = await preview(given);
    expect(shown.cells.map(({ where, state, reason }) => `${where} ${state}: ${reason}`)).toEqual([
      'line 2, column B refused: Non-Recurring Revenue (NRR): a value has at most ten digits before the point',
      'line 2, column C refused: February 2025 is closed; reopen it before changing its values',
      'line 2, column D refused: Non-Recurring Revenue (NRR) is not a percentage',
      'line 2, column E refused: May 2025 has not begun',
      'line 3, column B refused: “about 5” is not a number',
      'line 4, column B refused: “Umsatz” is not a metric',
      'line 5, column B refused: The file has this value also at line 6, column B',
      'line 5, column D refused: The file has this value also at line 6, column D',
      'line 6, column B refused: The file has this value also at line 5, column B',
      'line 6, column D refused: The file has this value also at line 5, column D',
    ]);
    await expect(apply(given)).rejects.toMatchObject({ problems: { length: 10 } });
    expect(await apply({ ...given, skipRefused: true })).toMatchObject({ importId: null });
  });

  it('offers a calculated value that differs, takes it where its inputs are absent, and never stores a sum', async () => {
    const given = table(
      'Metric,Jan 2025,Feb 2025,Q1 2025,Total',
      'Product Sales,44656.24,5,1,1',
      'Total Revenue,1,,,',
      '% of Services from MRR,1.019,,0.5,',
    );
    const shown = await preview(given);
    expect(shown.cells.map(({ where, state }) => `${where} ${state}`)).toEqual([
      ...['line 2, column B ignored', 'line 2, column C new', 'line 2, column D differs', 'line 2, column E differs'],
      ...['line 3, column B differs', 'line 4, column B ignored', 'line 4, column D differs'],
    ]);
    expect(shown.cells[1]?.reason).toBe('Calculated here, and its inputs are absent');
    expect(shown.cells[4]?.reason).toBe('Calculated here: the formula gives $152,294.50');
    const overriding = { ...given, overrides: ['line 3, column B', 'line 2, column D'] };
    await apply(overriding);
    expect(await stored('2025-01', 'total_revenue')).toMatchObject({ value: new Decimal(1), source: 'manual' });
    expect(await stored('2025-02', 'product_sales')).toMatchObject({ value: new Decimal(5), source: 'manual' });
    expect(
      await use().database.prisma.quarterlyMetric.findFirst({ where: { metricName: 'product_sales' } }),
    ).toMatchObject({
      period: '2025-Q1',
    });
  });

  it('erases by the word alone: a manual entry is released, and recalculated where it has a formula', async () => {
    const given = table('Metric,Jan 2025,Feb 2025', 'Employees,erase,erase', 'Total Expenses,,Erase', 'NRR,,');
    const shown = await preview(given);
    expect(shown.cells.map(({ where, state, reason }) => `${where} ${state}: ${reason}`)).toEqual([
      'line 2, column B changed: withdrawn; it has no other source',
      'line 2, column C same: There is no value to erase',
      'line 3, column C changed: released and recalculated from its formula',
    ]);
    await apply(given);
    expect(await storedText('2025-01', 'employees')).toBeNull();
    expect(await storedText('2025-02', 'total_expenses')).toBeNull();
    expect(await storedText('2025-02', 'nrr')).toBe('10877');
  });

  it('knows by the time of the last change that an exported value has moved on', async () => {
    const rows = (value: string, updatedAt: Date) =>
      table('period,metric,value,updated_at', `2025-01,nrr,${value},${updatedAt.toISOString()}`);
    const { updatedAt } = (await stored('2025-01', 'nrr')) ?? { updatedAt: new Date(0) };
    expect(told(await preview(rows('5', updatedAt)))).toEqual(['changed 2025-01 nrr -2044 5']);
    expect(told(await preview(rows('5', new Date(updatedAt.getTime() - 1))))).toEqual(['conflict 2025-01 nrr -2044 5']);
  });

  it('does exactly what its preview showed, or says what has changed since', async () => {
    const given = table('Metric,Jan 2025', 'NRR,5');
    const { digest, at } = await preview(given);
    await enter(use().database, '2025-01', { orr: '7' }, new Date(at.getTime() + 1_000));
    await expect(apply({ ...given, digest, previewedAt: at })).rejects.toMatchObject({
      code: 'CONFLICT',
      laterChanges: ['Other Recurring Revenue (ORR) of January 2025 was changed by tester'],
    });
    expect(await storedText('2025-01', 'nrr')).toBe('-2044');
    await apply({ ...given, digest: (await preview(given)).digest });
    expect(await storedText('2025-01', 'nrr')).toBe('5');
  });

  it('is undone in one act, with sources and notes, unless a later change stands on it', async () => {
    const notes = 'first guess';
    await enterMetrics(scope(), {
      period: '2025-02',
      entries: [{ metric: 'agreements', value: new Decimal(84), notes }],
    });
    const given = table('Metric,Jan 2025,Feb 2025', 'NRR,5,', 'Managed Services Agreements,,90', 'Employees,,9');
    const first = await apply(given);
    expect(await stored('2025-02', 'agreements')).toMatchObject({ value: new Decimal(90), notes });
    await enter(use().database, '2025-01', { nrr: '6' });
    await expect(undoImport(scope(), first.importId ?? 0)).rejects.toMatchObject({
      code: 'CONFLICT',
      laterChanges: ['Non-Recurring Revenue (NRR) of January 2025'],
    });
    expect(await storedText('2025-02', 'employees')).toBe('9');
    await enter(use().database, '2025-01', { nrr: '5' });
    await undoImport(scope(), first.importId ?? 0);
    expect(await storedText('2025-01', 'nrr')).toBe('-2044');
    expect(await stored('2025-02', 'agreements')).toMatchObject({ value: new Decimal(84), source: 'manual', notes });
    expect(await storedText('2025-02', 'employees')).toBeNull();
    await expect(undoImport(scope(), first.importId ?? 0)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(undoImport(scope(), 99)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await audited()).at(-1)).toMatchObject({ action: 'metrics.import_undone' });
  });

  it('remembers how a person had it read', async () => {
    const german = () => table('Kennzahl;01/02/2025', 'Laufend;1.234');
    expect((await preview(german())).question).toMatchObject({ kind: 'layout' });
    const layout: GivenLayout = {
      ...{ headingRow: 0, labelColumn: 0, dateOrder: 'day first', numberStyle: 'comma' },
      names: [{ label: 'Laufend', metric: 'MRR' }],
    };
    await apply({ ...german(), layout });
    expect(await storedText('2025-02', 'mrr')).toBe('1234');
    expect(await preview(german())).toMatchObject({
      ...{ question: null, counts: { same: 1 } },
      notes: [
        'Read as the last file that was explained: months in row 1, metrics in column A, dates with the day first, numbers with a decimal comma.',
      ],
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
    expect(told(read)).toContain('changed 2025-02 employees 9 10');
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
    expect(told(preview)).toContain('new 2025-02 employees null 9');
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
