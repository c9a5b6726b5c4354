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
  await data.load({ monthsWithData: true });
  return data.monthsWithData().at(-1) ?? null;
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

/** The kind of a period. */
export function periodKind(period: Period): PeriodKind {
  return isQuarter(period) ? 'QUARTER' : 'MONTH';
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
export async function listPeriods(report: Report, filter: PeriodFilter): Promise<Period[]> {
  const named = namedPeriods(filter);
  if (named) return named;
  const { data } = report;
  await data.load({ monthsWithData: true });
  const { from, to } = boundsOf(filter);
  const months = data.monthsWithData().filter((month) => (!from || month >= from) && (!to || month <= to));
  return newest(filter, ofKind(filter, months));
}

/**
 * The periods of a filter with `from` and `to`; null for any other, which depends on the data.
 * @throws as `listPeriods`
 */
export function namedPeriods(filter: PeriodFilter): Period[] | null {
  const { from, to, last } = filter;
  if (last !== null && last < 0) {
    throw new InvalidParameterError(`last must be 0 or more, not ${last}`, { field: 'last' });
  }
  if (from && to) refuseReversed({ from, to }, { written: periodLabel });
  const bounds = boundsOf(filter);
  if (!bounds.from || !bounds.to) return null;
  const periods = ofKind(filter, monthRange(bounds.from, bounds.to));
  if (periods.length > MAX_RANGE_PERIODS) {
    throw new RangeTooLargeError(`A range has at most ${MAX_RANGE_PERIODS} periods, not ${periods.length}`, {
      field: 'to',
    });
  }
  return newest(filter, periods);
}

function newest({ last }: PeriodFilter, periods: Period[]): Period[] {
  return last === null ? periods : periods.slice(Math.max(periods.length - last, 0));
}

/** The periods of the filter's kind that contain the months. */
function ofKind({ kind }: PeriodFilter, months: readonly Month[]): Period[] {
  return kind === 'MONTH' ? [...months] : [...new Set(months.map(quarterOf))];
}

function boundsOf({ kind, from, to }: PeriodFilter): { readonly from: Month | null; readonly to: Month | null } {
  return { from: from && firstMonth(from, kind), to: to && lastMonth(to, kind) };
}

/** Where quarters are listed, a range starts with the whole quarter of its first month. */
function firstMonth(from: Period, kind: PeriodKind): Month {
  return monthsOf(kind === 'QUARTER' ? quarterContaining(from) : from)[0] as Month;
}

function lastMonth(to: Period, kind: PeriodKind): Month {
  return monthsOf(kind === 'QUARTER' ? quarterContaining(to) : to).at(-1) as Month;
}
