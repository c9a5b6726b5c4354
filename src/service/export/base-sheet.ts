import { SHEETS } from '#src/core/transfer/workbook-sheets.ts';
import type { BookSheet, PlainCell } from '#src/files/workbook-writer.ts';
import type { ExportStamp } from './export-stamp.ts';
import type { ReviewYear } from './review-year.ts';
import { sheetOfTexts } from './text-sheet.ts';

const HEADINGS = ['Metric', 'Month', 'Value', 'Source', 'Updated', '', 'Export', ''];

/**
 * What an import compares the workbook with: for every metric and month the value at the time of the export, exact and as
 * text, empty where there was none; beside them the export's own data. The sheet is shown by no menu.
 */
export function baseSheet(year: ReviewYear, stamp: ExportStamp): BookSheet {
  const beside = [
    ['Id', stamp.id],
    ['Revision', String(stamp.revision)],
    ['Organization', String(stamp.organizationId)],
    ['Year', year.year],
    ['Exported', stamp.at.toISOString()],
    ['Digest', stamp.digest],
  ];
  const rows = year.months.flatMap((month) => year.metrics.map(({ key }) => baseRow(year, key, month)));
  const withStamp = rows.map((row, index) => {
    const property = beside[index];
    return property ? [...row, null, ...property] : row;
  });
  return { ...sheetOfTexts(SHEETS.base, HEADINGS, withStamp, [28, 10, 18, 12, 24, 4, 14, 34]), isHidden: true };
}

function baseRow({ stored }: ReviewYear, key: string, month: ReviewYear['months'][number]): PlainCell[] {
  const value = stored(key, month);
  if (!value) return [key, month, null, null, null];
  return [key, month, value.value.toFixed(), value.source, value.updatedAt.toISOString()];
}
