import fc from 'fast-check';
import { readXlsx, type Sheet } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { monthRange, parseMonth } from '#src/core/period.ts';
import { writeWorkbook } from '#src/files/workbook-writer.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import type { Database } from '#src/store/engine/database.ts';
import { type FreshDatabase, freshPostgresql, openTestDatabase } from '../../kit/databases.ts';
import { hasLibreOffice, recalculated } from '../../kit/libreoffice.ts';
import { enter, scopeOn } from '../../kit/services.ts';

const YEARS = ['2019', '2020', '2021', '2022', '2023', '2024'] as const;

/** Values of a month: most metrics, some absent, zero, negative, or entered over their formula. */
const monthValues = fc
  .tuple(
    ...METRICS.map(({ formula, places, format }) =>
      fc.option(
        fc
          .oneof(
            { weight: 1, arbitrary: fc.constant(0) },
            { weight: 8, arbitrary: fc.integer({ min: format === 'currency' ? -9_000_000 : 0, max: 9_999_999 }) },
          )
          .map((units) => (units / 10 ** places).toFixed(places)),
        { freq: formula === null ? 8 : 1, nil: undefined },
      ),
    ),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map((drawn) => {
    const values = drawn.slice(0, METRICS.length) as (string | undefined)[];
    const chance = drawn.at(-1) as number;
    return Object.fromEntries(
      METRICS.flatMap(({ key, formula }, index) => {
        const value = values[index];
        // A few results are entered by hand over their formula.
        const isGiven = formula === null || (index + Math.floor(chance * 1_000)) % 37 === 0;
        return value === undefined || !isGiven ? [] : [[key, value]];
      }),
    );
  });

describe.skipIf(!hasLibreOffice)('a workbook that LibreOffice computes anew (skipped without libreoffice-calc)', () => {
  let fresh: FreshDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshPostgresql();
    database = await openTestDatabase(fresh.connection);
  });
  afterAll(async () => {
    await database.close();
    await fresh.remove();
  });

  const exported = async (year: string) => {
    const report = createReport(scopeOn(database), createSnapshots(database));
    return (await exportWorkbook(report, { year, version: '0.0.0' })).bytes;
  };

  it('corrects a wrong result that the file holds, which proves that it computes', async () => {
    const cell = { value: 7, formula: '1+1' };
    const sheet = { name: 'Planted', rows: [[cell]], widths: [10], freeze: { rows: 0, columns: 0 } };
    const book = { title: '', author: '', at: new Date(0), sheets: [sheet], names: new Map() };
    const written = await writeWorkbook(book);
    expect(valueAt((await sheetsOf(written)).get('Planted'), 0, 0)).toBe('7');
    const computed = await recalculated(new Map([['planted', written]]));
    const [first = new Uint8Array()] = computed.values();
    expect(valueAt((await sheetsOf(first)).get('Planted'), 0, 0)).toBe('2');
  });

  it('gives every formula the stored value, at its stored decimals; absent stays an empty text', async () => {
    const months = YEARS.flatMap((year) => monthRange(parseMonth(`${year}-01`), parseMonth(`${year}-12`)));
    const worlds = fc.sample(monthValues, { numRuns: months.length, seed: 20261128 });
    for (const [index, month] of months.entries()) await enter(database, month, worlds[index] ?? {});
    const books = new Map<string, Uint8Array>();
    for (const year of YEARS) books.set(year, await exported(year));
    const computed = await recalculated(books);
    const differences: string[] = [];
    let compared = 0;
    for (const [year, bytes] of books) {
      const before = await sheetsOf(bytes);
      const after = await sheetsOf(computed.get(year) ?? new Uint8Array());
      for (const [name, sheet] of before) {
        for (const [place, cell] of sheet.cells ?? []) {
          if (cell.formula === undefined) continue;
          compared += 1;
          const [row = 0, column = 0] = place.split(',').map(Number);
          const [stored, found] = [valueAt(sheet, row, column), valueAt(after.get(name), row, column)];
          if (stored !== found)
            differences.push(`${year} ${name} ${place}: stored ${stored}, computed ${found}: ${cell.formula}`);
        }
      }
    }
    expect(differences.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(5_000);
  });
});

async function sheetsOf(bytes: Uint8Array): Promise<ReadonlyMap<string, Sheet>> {
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  return new Map(sheets.map((sheet) => [sheet.name, sheet]));
}

/** A number as text, without what a double cannot hold; an empty cell and an empty text are the same. */
function valueAt(sheet: Sheet | undefined, row: number, column: number): string {
  const value = sheet?.rows[row]?.[column] ?? '';
  return typeof value === 'number' ? String(Number(value.toPrecision(14))) : String(value);
}
