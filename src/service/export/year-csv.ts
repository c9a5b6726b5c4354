import type { Month } from '#src/core/period.ts';
import { BYTE_ORDER_MARK, csvLine } from '#src/files/csv-text.ts';
import type { Report } from '#src/service/report/report.ts';
import { loadReviewYear, monthsOfYear, type YearDefinition } from './review-year.ts';
import { valueRows } from './value-rows.ts';

/** Which of a year's tables, and how it begins. */
export interface CsvForm {
  /** One row for each stored monthly value, as `valueRows` writes them; otherwise one for each metric, like the sheet. */
  readonly isLong?: boolean | undefined;
  /** Whether it begins with a byte order mark, which spreadsheets need for letters beyond ASCII. */
  readonly hasMark?: boolean | undefined;
}

/**
 * A year as CSV, the same text by every edge. Its lines are RFC 4180's, its decimals exact.
 * @throws InvalidPeriodError for anything but a year; OrganizationNotFoundError; UnauthenticatedError, ForbiddenError
 */
export async function yearCsv(report: Report, year: string, { isLong, hasMark }: CsvForm = {}): Promise<string> {
  const table = isLong ? await longTable(report, year) : await wideTable(report, year);
  return hasMark ? `${BYTE_ORDER_MARK}${table}` : table;
}

async function longTable({ scope }: Report, year: string): Promise<string> {
  const months = monthsOfYear(year);
  const range = { from: months[0] as Month, to: months.at(-1) as Month };
  const pieces: string[] = [];
  for await (const piece of valueRows(scope, { range, format: 'csv' })) pieces.push(piece);
  return pieces.join('');
}

/**
 * A row for each metric and SmartNumber; months, quarters, the year and the year before across. Percentages are fractions,
 * absent values are empty.
 */
async function wideTable(report: Report, year: string): Promise<string> {
  const loaded = await loadReviewYear(report, year);
  const { months, quarters, metrics, smartNumbers } = loaded;
  const header = ['Category', 'Key', 'Name', ...months, ...quarters, `Total ${year}`, `Total ${Number(year) - 1}`];
  const row = (category: string, definition: YearDefinition, values: readonly ({ toFixed(): string } | null)[]) => {
    const { key, label } = definition;
    const totals = [loaded.total(definition).value, loaded.totalBefore(definition).value];
    return csvLine([category, key, label, ...[...values, ...totals].map((value) => value?.toFixed() ?? '')]);
  };
  const periods = [...months, ...quarters];
  return [
    csvLine(header),
    ...metrics.map((each) =>
      row(
        each.category,
        each,
        periods.map((period) => loaded.metric(each, period)),
      ),
    ),
    ...smartNumbers.map((each) =>
      row(
        'SmartNumbers',
        each,
        periods.map((period) => loaded.smartNumber(each, period)),
      ),
    ),
  ].join('');
}
