import fc from 'fast-check';
import { readXlsx, type Sheet } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { monthRange, parseMonth } from '#src/core/period.ts';
import { writeWorkbook } from '#src/files/workbook-writer.ts';
import { exportWorkbook } from '#src/service/export/workbook.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import type { Database } from '#src/store/engine/database.ts';
import { COMPANY_NOW, fillCompany } from '../../kit/company.ts';
import { freshPostgresql, openTestDatabase } from '../../kit/databases.ts';
import { hasLibreOffice, recalculated } from '../../kit/libreoffice.ts';
import { enter, scopeOn } from '../../kit/services.ts';

/** After all of the years. */
const AT = new Date('2060-01-15T12:00:00Z');
/** A year each. One takes two seconds of CPU time, most of it LibreOffice's: `TEST_WORLDS=50` before a change of formulas. */
const WORLDS = Array.from({ length: Number(process.env['TEST_WORLDS'] ?? 8) }, (_, index) => String(2001 + index));

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

  it('gives every formula the stored value, at its stored decimals, in random worlds', () =>
    inDatabase(async (database) => {
      const months = fc.sample(monthValues, { numRuns: WORLDS.length * 12, seed: 20261128 });
      for (const [index, year] of WORLDS.entries()) {
        // Every other world has months without any value at its end, so that quarters are partial.
        const length = index % 2 === 0 ? 12 : 4 + (index % 8);
        for (const [at, month] of monthRange(parseMonth(`${year}-01`), parseMonth(`${year}-12`))
          .slice(0, length)
          .entries()) {
          await enter(database, month, months[index * 12 + at] ?? {}, AT);
        }
        if (index % 3 === 0) await closePeriod(scopeOn(database, AT), { period: `${year}-02` });
      }
      const books = new Map<string, Uint8Array>();
      for (const year of WORLDS) books.set(year, await exported(database, year, AT));
      const { compared, differences } = await differencesIn(books);
      expect(differences).toEqual([]);
      expect(compared).toBeGreaterThan(WORLDS.length * 950);
    }));

  it('divides exactly by the cent that is left of millions', () =>
    inDatabase(async (database) => {
      const expenses = { employee_expense: '8123456.78', owner_comp: '-9012345.67', other_expenses: '888888.90' };
      for (const month of ['2025-01', '2025-02'])
        await enter(database, month, { nrr: '0.07', mrr: '97136.29', ...expenses });
      const book = await exported(database, '2025', AT);
      expect((await differencesIn(new Map([['cent', book]]))).differences).toEqual([]);
      const review = (await sheetsOf(book)).get('Review');
      const row = review?.rows.findIndex(([label]) => label === 'MSP Turning Point') ?? -1;
      expect(valueAt(review, row, 1)).toBe('9713636');
    }));

  it('gives every formula the stored value of the example company', () =>
    inDatabase(async (company) => {
      await fillCompany(company);
      const years = ['2024', '2025', '2026'];
      const books = new Map<string, Uint8Array>();
      for (const year of years) books.set(year, await exported(company, year, COMPANY_NOW));
      const { compared, differences } = await differencesIn(books);
      expect(differences).toEqual([]);
      expect(compared).toBeGreaterThan(2_900);
    }));
});

async function inDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const { connection, remove } = await freshPostgresql();
  const database = await openTestDatabase(connection);
  try {
    await work(database);
  } finally {
    await database.close();
    await remove();
  }
}

async function exported(database: Database, year: string, at: Date): Promise<Uint8Array> {
  const report = createReport(scopeOn(database, at), createSnapshots(database));
  return (await exportWorkbook(report, { year, version: '0.0.0' })).bytes;
}

/** The first formulas whose stored result is not what LibreOffice computes, and how many were compared. */
async function differencesIn(books: ReadonlyMap<string, Uint8Array>) {
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
  return { compared, differences: differences.slice(0, 10) };
}

async function sheetsOf(bytes: Uint8Array): Promise<ReadonlyMap<string, Sheet>> {
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  return new Map(sheets.map((sheet) => [sheet.name, sheet]));
}

/** A number as text, without what a double cannot hold; an empty cell and an empty text are the same. */
function valueAt(sheet: Sheet | undefined, row: number, column: number): string {
  const value = sheet?.rows[row]?.[column] ?? '';
  return typeof value === 'number' ? String(Number(value.toPrecision(14))) : String(value);
}
