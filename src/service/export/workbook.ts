import { createHash } from 'node:crypto';
import type { BookCell, BookSheet } from '#src/files/workbook-writer.ts';
import type { Report } from '#src/service/report/report.ts';
import { layoutOf, SHEETS } from './review-layout.ts';
import { commonMonthsSheet, reviewSheet, smartNumberSheet } from './review-sheets.ts';
import { loadReviewYear, type ReviewYear } from './review-year.ts';
import { type YearHistory, yearHistory } from './year-history.ts';

/** A file to save. */
export interface ExportedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * The workbook of a year: the review and the SmartNumbers as live formulas, definitions, the year's changes, and what an import
 * needs to see which cells were edited (workbook.md sections 1 and 2).
 * @param version this program's version
 * @throws InvalidPeriodError for anything but a year; OrganizationNotFoundError; UnauthenticatedError, ForbiddenError
 */
export async function exportWorkbook(
  report: Report,
  { year, version }: { readonly year: string; readonly version: string },
): Promise<ExportedFile> {
  const { writeWorkbook } = await import('#src/files/workbook-writer.ts');
  const loaded = await loadReviewYear(report, year);
  const history = await yearHistory(report, loaded.months);
  const layout = layoutOf(loaded);
  const { scope } = report;
  const title = `Monthly Business Review ${year}`;
  const bytes = await writeWorkbook({
    ...{ title, author: scope.actor, at: scope.at },
    names: namesOf(loaded, layout),
    sheets: [
      reviewSheet(loaded, layout),
      smartNumberSheet(loaded, layout),
      definitionsSheet(loaded),
      changesSheet(history),
      aboutSheet(loaded, { title, version, by: scope.actor, at: scope.at }),
      commonMonthsSheet(loaded, layout),
      baseSheet(loaded),
    ],
  });
  return { name: `monthly-business-review-${year}.xlsx`, bytes };
}

/** The months of each metric by its key; a key that looks like a cell gets a line before it. */
function namesOf({ metrics }: ReviewYear, layout: ReturnType<typeof layoutOf>): ReadonlyMap<string, string> {
  return new Map(
    metrics
      .filter(({ custom }) => !custom)
      .map(({ key }) => {
        const row = layout.rowOf(key) + 1;
        return [/^[a-z]{1,3}\d*$/i.test(key) ? `_${key}` : key, `${SHEETS.review}!$B$${row}:$M$${row}`] as const;
      }),
  );
}

function definitionsSheet({ metrics, smartNumbers }: ReviewYear): BookSheet {
  const rows = [
    ...metrics.map(({ key, label, category, format, source, aggregation, formula, better, description }) =>
      texts(key, label, category, format, source, aggregation, formula ?? '', better, description),
    ),
    ...smartNumbers.map(({ key, label, category, format, formula, better, description }) =>
      texts(key, label, `SmartNumber: ${category}`, format, 'calculated', 'formula', formula, better, description),
    ),
  ];
  const names = ['Key', 'Name', 'Category', 'Format', 'Source', 'Over months', 'Formula', 'Better', 'Description'];
  return table(SHEETS.definitions, names, rows, [28, 36, 22, 12, 12, 12, 50, 10, 80]);
}

function changesSheet({ changes, isComplete }: YearHistory): BookSheet {
  const rows = changes.map(
    ({ month, metric, oldValue, newValue, oldSource, newSource, cause, actor, reason, changedAt }) => [
      ...texts(month, metric),
      ...[oldValue, newValue].map((value): BookCell => ({ value: value?.toNumber() ?? null })),
      ...texts(oldSource ?? '', newSource ?? '', cause, actor, reason ?? '', changedAt.toISOString()),
    ],
  );
  const rest = isComplete ? [] : [texts('Older changes are not listed.')];
  const names = [
    'Month',
    'Metric',
    'Before',
    'After',
    'Source before',
    'Source after',
    'Cause',
    'Who',
    'Reason',
    'When (UTC)',
  ];
  return table(SHEETS.changes, names, [...rows, ...rest], [10, 28, 14, 14, 13, 13, 14, 24, 40, 24]);
}

function aboutSheet(
  year: ReviewYear,
  {
    title,
    version,
    by,
    at,
  }: { readonly title: string; readonly version: string; readonly by: string; readonly at: Date },
): BookSheet {
  const rows = [
    texts('Organization', year.organizationName),
    texts('Title', title),
    texts('Exported', at.toISOString()),
    texts('By', by),
    texts('Program', `qbr-server ${version}`),
    texts('Digest of the values', digestOf(year)),
    ...year.months.map((month) => texts(month, year.statusOf(month).toLowerCase())),
  ];
  return table(SHEETS.about, ['', ''], rows, [24, 70]);
}

/** SHA-256 of the stored monthly values. */
function digestOf(year: ReviewYear): string {
  const values = baseRows(year).map((cells) => cells.join('\t'));
  return createHash('sha256').update(values.join('\n')).digest('hex');
}

/** The stored values at the time of the export, by which an import sees what was edited, and what changed here since. */
function baseSheet(year: ReviewYear): BookSheet {
  const rows = baseRows(year).map((cells) => texts(...cells));
  return { ...table(SHEETS.base, ['Metric', 'Month', 'Value', 'Source'], rows, [28, 10, 18, 12]), isHidden: true };
}

function baseRows({ months, metrics, stored }: ReviewYear): string[][] {
  return months.flatMap((month) =>
    metrics.flatMap(({ key }) => {
      const value = stored(key, month);
      return value ? [[key, month, value.value.toFixed(), value.source]] : [];
    }),
  );
}

function table(
  name: string,
  names: readonly string[],
  rows: readonly (readonly BookCell[])[],
  widths: readonly number[],
): BookSheet {
  const head = names.map((value): BookCell => ({ value, isBold: true }));
  return { name, rows: [head, ...rows], widths, freeze: { rows: 1, columns: 0 }, isProtected: true };
}

function texts(...values: readonly string[]): BookCell[] {
  return values.map((value) => ({ value }));
}
