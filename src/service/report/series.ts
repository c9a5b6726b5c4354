import { compare } from '#src/core/calculation/comparison.ts';
import { type RangeTotal, totalMetric, totalSmartNumber } from '#src/core/calculation/range-total.ts';
import { InvalidPeriodError, RangeTooLargeError } from '#src/core/errors.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import type { SmartNumberDefinition } from '#src/core/metrics/smart-number-registry.ts';
import {
  isMonth,
  isQuarter,
  type Month,
  monthsOf,
  nextPeriod,
  type Period,
  type PeriodRange,
  type PeriodStatus,
  periodLabel,
  refuseReversed,
  yearBefore,
} from '#src/core/period.ts';
import type { ReportedChange } from './attribution.ts';
import {
  isMetric,
  type MetricFilter,
  type SmartNumberFilter,
  selectMetrics,
  selectSmartNumbers,
} from './definitions.ts';
import { MAX_RANGE_PERIODS } from './periods.ts';
import {
  type MetricReport,
  type Report,
  reportMetric,
  reportSmartNumber,
  type SmartNumberReport,
  statusOfPeriod,
} from './report.ts';

/** A metric or SmartNumber over a range of periods. */
export interface Series<Definition extends MetricDefinition | SmartNumberDefinition> {
  readonly definition: Definition;
  readonly range: PeriodRange;
}

/** The total of a metric or SmartNumber over a range. */
export interface ReportedTotal extends RangeTotal {
  readonly definition: MetricDefinition | SmartNumberDefinition;
  readonly range: PeriodRange;
  readonly formatted: string;
}

/**
 * Series of the metrics that a filter selects, in registry order.
 * @throws InvalidPeriodError for a month with a quarter; InvalidPeriodRangeError when `from` is after `to`;
 *   RangeTooLargeError for more than 600 periods; MetricNotFoundError for a key that is neither a key nor an alias
 */
export function metricSeries(filter: MetricFilter, range: PeriodRange): Series<MetricDefinition>[] {
  checkRange(range);
  return selectMetrics(filter).map((definition) => ({ definition, range }));
}

/**
 * Series of the SmartNumbers that a filter selects, in registry order.
 * @throws as `metricSeries`
 */
export function smartNumberSeries(filter: SmartNumberFilter, range: PeriodRange): Series<SmartNumberDefinition>[] {
  checkRange(range);
  return selectSmartNumbers(filter).map((definition) => ({ definition, range }));
}

function checkRange({ from, to }: PeriodRange): void {
  if (isMonth(from) !== isMonth(to)) {
    throw new InvalidPeriodError(`A range must be of months or of quarters, not from ${from} to ${to}`, {
      field: 'to',
    });
  }
  refuseReversed({ from, to }, { written: periodLabel });
  const { length } = periodsOf({ from, to });
  if (length > MAX_RANGE_PERIODS) {
    throw new RangeTooLargeError(`A range has at most ${MAX_RANGE_PERIODS} periods, not ${length}`, { field: 'to' });
  }
}

/** The stored metric in every period of the range, absent values included. */
export function metricPoints(report: Report, { definition, range }: Series<MetricDefinition>): MetricReport[] {
  return periodsOf(range).map((period) => reportMetric(report, period, definition));
}

/** The stored SmartNumber in every period of the range, absent values included. */
export function smartNumberPoints(
  report: Report,
  { definition, range }: Series<SmartNumberDefinition>,
): SmartNumberReport[] {
  return periodsOf(range).map((period) => reportSmartNumber(report, period, definition));
}

/** The total over the range, computed from the stored values of its months. */
export function totalOf(
  { data }: Report,
  { definition, range }: Series<MetricDefinition | SmartNumberDefinition>,
): ReportedTotal {
  const months = monthsIn(range).map(data.month);
  const total = isMetric(definition) ? totalMetric(definition.key, months) : totalSmartNumber(definition.key, months);
  return { ...total, definition, range, formatted: formatValue(total.value, definition) };
}

/** January of the year in which a range of months ends, up to that end; null for a range of quarters. */
export function yearToDate({ to }: PeriodRange): PeriodRange | null {
  return isQuarter(to) ? null : { from: `${to.slice(0, 4)}-01` as Month, to };
}

/** The same range, a year earlier. */
export function yearEarlier({ from, to }: PeriodRange): PeriodRange {
  return { from: yearBefore(from), to: yearBefore(to) };
}

/** The same total, a year earlier. */
export function totalYearEarlier(report: Report, { definition, range }: ReportedTotal): ReportedTotal {
  return totalOf(report, { definition, range: yearEarlier(range) });
}

/** The change of a total since the same range a year earlier, if the two are comparable. */
export function changeOfTotal(report: Report, total: ReportedTotal): ReportedChange {
  const comparable = (each: ReportedTotal) => ({
    value: each.value,
    state: each.state,
    periodStatus: statusOfRange(report, each.range),
  });
  const earlier = totalYearEarlier(report, total);
  const change = compare(comparable(total), comparable(earlier), total.definition.better);
  return { ...change, earlier: { report, ...earlier }, current: { report, ...total } };
}

/** A range has ended when its last period has. */
function statusOfRange(report: Report, { to }: PeriodRange): PeriodStatus {
  return statusOfPeriod(report, to);
}

/** Every period of a range, in order. */
export function periodsOf({ from, to }: PeriodRange): Period[] {
  const periods: Period[] = [];
  for (let period = from; period <= to; period = nextPeriod(period)) periods.push(period);
  return periods;
}

function monthsIn(range: PeriodRange): Month[] {
  return periodsOf(range).flatMap((period) => monthsOf(period));
}
