import { InvalidParameterError, RangeTooLargeError } from '#src/core/errors.ts';
import type { PeriodKind } from '#src/core/metrics/threshold.ts';
import {
  isQuarter,
  type Month,
  monthRange,
  monthsOf,
  type Period,
  periodLabel,
  type Quarter,
  quarterOf,
  refuseReversed,
} from '#src/core/period.ts';
import type { Report } from './report.ts';

/** Maximum periods of a range. */
export const MAX_RANGE_PERIODS = 600;

/** A filter of periods. */
export interface PeriodFilter {
  readonly kind: PeriodKind;
  /** A quarter means its first month, a month its quarter where quarters are listed. */
  readonly from: Period | null;
  /** A quarter means its last month, a month its quarter where quarters are listed. */
  readonly to: Period | null;
  /** Only this many of the newest periods; null for all. */
  readonly last: number | null;
}

/** The newest month that has a value; null if there is none. */
export async function latestMonth({ data }: Report): Promise<Month | null> {
  return (await data.monthsWithData()).at(-1) ?? null;
}

/** The quarter of the newest month that has a value. */
export async function latestQuarter(report: Report): Promise<Quarter | null> {
  const month = await latestMonth(report);
  return month && quarterOf(month);
}

/** The quarter of a month; a quarter itself. */
export function quarterContaining(period: Period): Quarter {
  return isQuarter(period) ? period : quarterOf(period);
}

/** A quarter's months in order; none for a month. */
export function monthsWithin(period: Period): readonly Month[] {
  return isQuarter(period) ? monthsOf(period) : [];
}

/**
 * Periods of one kind, oldest first: with `from` and `to` every one between, else those that have data.
 * @throws InvalidPeriodRangeError when `from` lies after `to`; RangeTooLargeError for more than 600 periods;
 *   InvalidParameterError for a negative `last`
 */
export async function listPeriods(report: Report, { kind, from, to, last }: PeriodFilter): Promise<Period[]> {
  if (last !== null && last < 0) {
    throw new InvalidParameterError(`last must be 0 or more, not ${last}`, { field: 'last' });
  }
  const bounds = { from: from && firstMonth(from, kind), to: to && lastMonth(to, kind) };
  if (from && to) refuseReversed({ from, to }, { written: periodLabel });
  const months = bounds.from && bounds.to ? monthRange(bounds.from, bounds.to) : await monthsOfData(report, bounds);
  const periods: Period[] = kind === 'MONTH' ? months : [...new Set(months.map(quarterOf))];
  if (bounds.from && bounds.to && periods.length > MAX_RANGE_PERIODS) {
    throw new RangeTooLargeError(`A range has at most ${MAX_RANGE_PERIODS} periods, not ${periods.length}`, {
      field: 'to',
    });
  }
  return last === null ? periods : periods.slice(Math.max(periods.length - last, 0));
}

async function monthsOfData(
  { data }: Report,
  { from, to }: { readonly from: Month | null; readonly to: Month | null },
): Promise<Month[]> {
  const months = await data.monthsWithData();
  return months.filter((month) => (!from || month >= from) && (!to || month <= to));
}

/** Where quarters are listed, a range starts with the whole quarter of its first month. */
function firstMonth(from: Period, kind: PeriodKind): Month {
  return monthsOf(kind === 'QUARTER' ? quarterContaining(from) : from)[0] as Month;
}

function lastMonth(to: Period, kind: PeriodKind): Month {
  return monthsOf(kind === 'QUARTER' ? quarterContaining(to) : to).at(-1) as Month;
}
