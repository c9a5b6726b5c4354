import { csvLine } from '#src/files/csv-text.ts';
import type { Report } from '#src/service/report/report.ts';
import { loadReviewYear, type YearDefinition } from './review-year.ts';

/**
 * A year as a table like the sheet: a row for each metric and SmartNumber; months, quarters, the year and the year before across.
 * Exact decimals, percentages as fractions, absent values empty. Its lines are RFC 4180's.
 * @throws InvalidPeriodError for anything but a year; OrganizationNotFoundError
 */
export async function yearCsv(report: Report, year: string): Promise<string> {
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
