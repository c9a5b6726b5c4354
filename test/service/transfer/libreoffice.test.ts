import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { applyImport, previewImport } from '#src/service/transfer/import.ts';
import type { Database } from '#src/store/engine/database.ts';
import { type FreshDatabase, freshPostgresql, openTestDatabase } from '../../kit/databases.ts';
import { type Edits, editedWorkbook } from '../../kit/edited-workbook.ts';
import { hasLibreOffice, recalculated } from '../../kit/libreoffice.ts';
import { enter, scopeOn } from '../../kit/services.ts';

const AT = new Date('2025-12-15T17:00:00Z');
const MONTHS = Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`);
const EDITED_ROWS = [
  'Non-Recurring Revenue (NRR)',
  'Monthly Recurring Revenue (MRR)',
  'Total Income (QuickBooks)',
  'Payroll Total (QuickBooks)',
  'Employees',
];
const EDITED_COLUMNS = ['B', 'C', 'H', 'M'];

describe.skipIf(!hasLibreOffice)('a workbook saved by LibreOffice (skipped without libreoffice-calc)', () => {
  let fresh: FreshDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshPostgresql();
    database = await openTestDatabase(fresh.connection);
    for (const [index, month] of MONTHS.entries()) {
      await enter(database, month, values(index), AT);
    }
  });
  afterAll(async () => {
    await database.close();
    await fresh.remove();
  });

  const exported = async () => {
    const report = createReport(scopeOn(database, AT), createSnapshots(database));
    return (await exportWorkbook(report, { year: '2025', version: '0' })).bytes;
  };
  const preview = (bytes: Uint8Array) => previewImport(scopeOn(database, AT), { bytes, fileName: 'review.xlsx' });

  it('shows exactly the twenty cells that were edited and what depends on them; applied, the next export equals it', async () => {
    const before = await exported();
    const { edits, expected } = await twentyEdits(before);
    const saved = (await recalculated(new Map([['edited', await editedWorkbook(before, edits)]]))).get('edited');
    if (!saved) throw new Error('LibreOffice saved nothing');
    const shown = await preview(saved);
    const told = shown.cells.filter(({ state }) => state !== 'same' && state !== 'ignored');
    expect(told.map(({ where, state, after }) => `${where} ${state} ${after}`).sort()).toEqual(expected.sort());
    expect(shown.dependents.length).toBeGreaterThan(20);
    await applyImport(scopeOn(database, AT), { bytes: saved, fileName: 'review.xlsx', digest: shown.digest });
    expect(await numbers(await exported())).toEqual(await numbers(saved));
    expect((await preview(saved)).counts).toMatchObject({ changed: 0, new: 0, differs: 0, conflict: 0, refused: 0 });
  });
});

function values(index: number) {
  return {
    ...{ nrr: 10_000 + index, mrr: '109682.26', orr: 1_000, total_income: 150_000 + index * 7, misc_revenue: 0 },
    ...{ payroll_total: '49836.85', total_expenses_qb: '88098.48', product_cogs: 9_000, uncategorized_expenses: 0 },
    ...{ owner_comp: 22_588, owner_comp_taxes: 13_000, employees: '8.25', technical_employees: '5.5', agreements: 84 },
  };
}

/** Five rows in four months, each typed over. */
async function twentyEdits(bytes: Uint8Array): Promise<{ readonly edits: Edits; readonly expected: string[] }> {
  const { sheets } = await readXlsx(bytes);
  const review = sheets.find(({ name }) => name === 'Review');
  const edits: Record<string, number> = {};
  const expected: string[] = [];
  for (const [index, label] of EDITED_ROWS.entries()) {
    const row = review?.rows.findIndex(([first]) => first === label) ?? -1;
    expect(row, label).toBeGreaterThan(0);
    for (const [column, letter] of EDITED_COLUMNS.entries()) {
      const value = 60_000 + index * 100 + column + 0.25;
      edits[`Review!${letter}${row + 1}`] = value;
      expected.push(`Review!${letter}${row + 1} changed ${value}`);
    }
  }
  return { edits, expected };
}

/** The numbers of the sheets by their places, to ten digits: LibreOffice writes doubles. */
async function numbers(bytes: Uint8Array): Promise<Record<string, string>> {
  const { sheets } = await readXlsx(bytes);
  const found: Record<string, string> = {};
  for (const { name, rows } of sheets.filter((sheet) => ['Review', 'SmartNumbers'].includes(sheet.name))) {
    for (const [row, cells] of rows.entries()) {
      for (const [column, cell] of cells.entries()) {
        if (typeof cell === 'number') found[`${name} ${row},${column}`] = new Decimal(cell).toPrecision(10);
      }
    }
  }
  return found;
}
