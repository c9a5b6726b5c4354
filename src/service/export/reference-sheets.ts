import { SHEETS } from '#src/core/transfer/workbook-sheets.ts';
import type { BookSheet } from '#src/files/workbook-writer.ts';
import type { ExportStamp } from './export-stamp.ts';
import type { ReviewYear } from './review-year.ts';
import { sheetOfTexts } from './text-sheet.ts';
import type { YearHistory } from './year-history.ts';

/** What every row means: formula, source, rule over months, what is better. */
export function definitionsSheet({ metrics, smartNumbers }: ReviewYear): BookSheet {
  const rows = [
    ...metrics.map(({ key, label, category, format, source, aggregation, formula, better, description }) => [
      ...[key, label, category, format, source, aggregation, formula ?? '', better, description],
    ]),
    ...smartNumbers.map(({ key, label, category, format, formula, better, description }) => [
      ...[key, label, `SmartNumber: ${category}`, format, 'calculated', 'formula', formula, better, description],
    ]),
  ];
  const names = ['Key', 'Name', 'Category', 'Format', 'Source', 'Over months', 'Formula', 'Better', 'Description'];
  return sheetOfTexts(SHEETS.definitions, names, rows, [28, 36, 22, 12, 12, 12, 50, 10, 80]);
}

const CHANGES = [
  ...['Month', 'Metric', 'Before', 'After', 'Source before', 'Source after', 'Cause', 'Who', 'Reason', 'When (UTC)'],
];

/** The history of the year's values, newest first. */
export function changesSheet({ changes, isComplete }: YearHistory): BookSheet {
  const rest = isComplete ? [] : [['Older changes are not listed.']];
  const widths = [10, 28, 14, 14, 13, 13, 14, 24, 40, 24];
  const sheet = sheetOfTexts(SHEETS.changes, CHANGES, [...changes, ...rest], widths);
  return { ...sheet, columnStyles: new Map([[CHANGES.indexOf('When (UTC)'), 'date']]) };
}

/** What the workbook is of, who exported it and when, and the state of its months. */
export function aboutSheet(year: ReviewYear, stamp: ExportStamp): BookSheet {
  const rows = [
    ['Organization', year.organizationName],
    ['Title', stamp.title],
    ['Exported', stamp.at.toISOString()],
    ['By', stamp.by],
    ['Program', `qbr-server ${stamp.version}`],
    ['Digest of the values', stamp.digest],
    ['Export', stamp.id],
    ...year.months.map((month) => [month, year.statusOf(month).toLowerCase()]),
  ];
  return sheetOfTexts(SHEETS.about, ['', ''], rows, [24, 70]);
}
