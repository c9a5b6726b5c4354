import { InvalidParameterError } from '#src/core/errors.ts';
import { SHEETS } from '#src/core/transfer/workbook-sheets.ts';
import { writeWorkbookInThread } from '#src/files/workbook-thread.ts';
import type { BookSheet } from '#src/files/workbook-writer.ts';
import type { Report } from '#src/service/report/report.ts';
import { baseSheet } from './base-sheet.ts';
import { earlierYearSheet } from './earlier-year-sheet.ts';
import { type ExportStamp, exportStamp } from './export-stamp.ts';
import { aboutSheet, changesSheet, definitionsSheet } from './reference-sheets.ts';
import { layoutOf } from './review-layout.ts';
import { commonMonthsSheet, reviewSheet, smartNumberSheet } from './review-sheets.ts';
import { hasValues, loadReviewYear, type ReviewYear } from './review-year.ts';
import { type Trends, trendDataSheet, trendDefinitions, trendsSheet } from './trends-sheet.ts';
import { type YearHistory, yearHistory } from './year-history.ts';

/** A file to save. */
export interface ExportedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What a workbook is to hold. */
export interface WorkbookRequest {
  /** Four digits. */
  readonly year: string;
  /** This program's version. */
  readonly version: string;
  /** What its charts show, as `trendDefinitions` takes it. */
  readonly trends?: readonly string[] | undefined;
  /** How many years before it get a sheet of their own, where they have values; 0 to 10. */
  readonly history?: number | undefined;
}

const MAX_HISTORY = 10;
const FIRST_YEAR = 2000;

/**
 * The workbook of a year: the review and the SmartNumbers as live formulas, charts, definitions, the year's changes, and what
 * an import needs to see which cells were edited. Its charts begin with the year before or, with `history`, earlier.
 * @throws InvalidPeriodError for anything but a year; MetricNotFoundError, InvalidParameterError; OrganizationNotFoundError;
 *   UnauthenticatedError, ForbiddenError
 */
export async function exportWorkbook(report: Report, request: WorkbookRequest): Promise<ExportedFile> {
  const { year, version, history: yearsBefore = 0 } = request;
  const definitions = trendDefinitions(request.trends);
  if (!Number.isInteger(yearsBefore) || yearsBefore < 0 || yearsBefore > MAX_HISTORY)
    throw new InvalidParameterError(`history must be 0 to ${MAX_HISTORY} years`, { field: 'history' });
  const { scope } = report;
  // The changes first: what is stored meanwhile is then newer than the revision.
  const history = await yearHistory(report, year);
  const loaded = await loadReviewYear(report, year);
  const earlier = await loadEarlier(report, year, Math.max(yearsBefore, 1));
  const title = `Monthly Business Review ${year}`;
  const stamp = exportStamp(loaded, { scope, history, title, version });
  const trends = { year: loaded, layout: layoutOf(loaded), earlier, definitions };
  const bytes = await writeWorkbookInThread({
    ...{ title, author: scope.actor, at: scope.at },
    names: namesOf(loaded, trends.layout),
    sheets: sheetsOf(trends, { history, stamp, years: yearsBefore === 0 ? [] : earlier.toReversed() }),
  });
  return { name: `monthly-business-review-${year}.xlsx`, bytes };
}

function sheetsOf(
  trends: Trends,
  given: { readonly history: YearHistory; readonly stamp: ExportStamp; readonly years: readonly ReviewYear[] },
): BookSheet[] {
  const { year, layout } = trends;
  const { history, stamp, years } = given;
  return [
    reviewSheet(year, layout),
    smartNumberSheet(year, layout),
    trendsSheet(trends),
    ...years.map(earlierYearSheet),
    definitionsSheet(year),
    changesSheet(history),
    aboutSheet(year, stamp),
    commonMonthsSheet(year, layout),
    trendDataSheet(trends),
    baseSheet(year, stamp),
  ];
}

/** The years before, oldest first, from the first one that has values. */
async function loadEarlier(report: Report, year: string, count: number): Promise<ReviewYear[]> {
  const first = Math.max(Number(year) - count, FIRST_YEAR);
  const years: ReviewYear[] = [];
  for (let each = first; each < Number(year); each += 1) {
    const loaded = await loadReviewYear(report, String(each));
    if (years.length > 0 || hasValues(loaded)) years.push(loaded);
  }
  return years;
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
