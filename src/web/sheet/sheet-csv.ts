import { csvFormatRows } from 'd3-dsv';
import { saveFile } from '#src/web/controls/save-file.ts';
import { blocksOf, type SheetYear } from './sheet-rows.ts';
import type { Year } from './sheet-year.ts';

/**
 * The sheet as CSV, with one row per metric and SmartNumber: exact decimals, percentages as fractions, absent values
 * empty.
 */
export function sheetCsv(sheet: SheetYear, year: Year): string {
  const months = sheet.months.map(({ period }) => period);
  const header = ['Category', 'Key', 'Name', ...months, `Total ${year}`, `Total ${Number(year) - 1}`];
  const rows = blocksOf(sheet).flatMap(({ label, rows: rowsOfBlock }) =>
    rowsOfBlock.map(({ series: { definition, points, total, previousYear } }) => [
      label,
      definition.key,
      definition.label,
      ...[...points, total, previousYear].map((each) => each?.value ?? ''),
    ]),
  );
  return `${csvFormatRows([header, ...rows])}\n`;
}

/** Saves the sheet as a CSV file through the browser. */
export function downloadCsv(sheet: SheetYear, year: Year): void {
  const content = new Blob([sheetCsv(sheet, year)], { type: 'text/csv;charset=utf-8' });
  saveFile(content, `monthly-business-review-${year}.csv`);
}
