import type { RangeTotal } from '#src/core/calculation/range-total.ts';
import { InvalidPeriodError } from '#src/core/errors.ts';
import { customMetric, METRICS, type MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS, type SmartNumberDefinition } from '#src/core/metrics/smart-number-registry.ts';
import type { StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import { addMonths, type Month, monthRange, type PeriodStatus, parseMonth, type Quarter } from '#src/core/period.ts';
import {
  loadOrganization,
  type Report,
  reportMetric,
  reportSmartNumber,
  statusOfPeriod,
} from '#src/service/report/report.ts';
import { totalOf, yearEarlier } from '#src/service/report/series.ts';

/** A row of the review: a metric or a SmartNumber over a year. */
export type YearDefinition = MetricDefinition | SmartNumberDefinition;

/** The stored values of a calendar year. Values are as stored; null is absent. */
export interface ReviewYear {
  readonly year: string;
  readonly organizationName: string;
  readonly months: readonly Month[];
  readonly quarters: readonly Quarter[];
  /** Every metric of the registry, in its order, then custom ones that have a value. */
  readonly metrics: readonly MetricDefinition[];
  readonly smartNumbers: readonly SmartNumberDefinition[];
  statusOf(month: Month): PeriodStatus;
  stored(key: string, month: Month): StoredMetric | null;
  metric(definition: MetricDefinition, period: Month | Quarter): Decimal | null;
  smartNumber(definition: SmartNumberDefinition, period: Month | Quarter): Decimal | null;
  /** Over the year. */
  total(definition: YearDefinition): RangeTotal;
  /** Over the year before. */
  totalBefore(definition: YearDefinition): RangeTotal;
}

/**
 * Loads a year in one statement.
 * @param year four digits
 * @throws InvalidPeriodError for anything but a year from 2000 to 2100; OrganizationNotFoundError
 */
export async function loadReviewYear(report: Report, year: string): Promise<ReviewYear> {
  const { data } = report;
  const [months, quarters] = [monthsOfYear(year), quartersOfYear(year)];
  const before = months.map((month) => addMonths(month, -12));
  await loadOrganization(report, { periods: [...months, ...quarters, ...before] });
  const range = { from: `${year}-01` as Month, to: `${year}-12` as Month };
  const known = new Set<string>(METRICS.map(({ key }) => key));
  const custom = new Set(
    months.flatMap((month) => [...data.month(month).stored.keys()]).filter((key) => !known.has(key)),
  );
  return {
    ...{ year, months, quarters, smartNumbers: SMART_NUMBERS },
    organizationName: data.organization()?.name ?? '',
    metrics: [...METRICS, ...[...custom].sort().map((key) => customMetric(key))],
    statusOf: (month) => statusOfPeriod(report, month),
    stored: (key, month) => data.month(month).stored.get(key) ?? null,
    metric: (definition, period) => reportMetric(report, period, definition).value,
    smartNumber: (definition, period) => reportSmartNumber(report, period, definition).value,
    total: (definition) => totalOf(report, { definition, range }),
    totalBefore: (definition) => totalOf(report, { definition, range: yearEarlier(range) }),
  };
}

/** Whether any value of the year is stored. */
export function hasValues({ months, metrics, stored }: ReviewYear): boolean {
  return months.some((month) => metrics.some(({ key }) => stored(key, month) !== null));
}

/** @throws InvalidPeriodError for anything but a year from 2000 to 2100 */
export function monthsOfYear(year: string): Month[] {
  if (!/^\d{4}$/.test(year)) throw new InvalidPeriodError('year must be four digits, such as 2026', { field: 'year' });
  return monthRange(parseMonth(`${year}-01`, 'year'), parseMonth(`${year}-12`, 'year'));
}

function quartersOfYear(year: string): Quarter[] {
  return [1, 2, 3, 4].map((number) => `${year}-Q${number}` as Quarter);
}
