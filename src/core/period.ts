import { Temporal } from 'temporal-polyfill';
import { InvalidParameterError, InvalidPeriodError, InvalidPeriodRangeError } from './errors.ts';

/** A calendar month, `YYYY-MM`, years 2000–2100 (docs/calculations.md section 1). */
export type Month = string & { readonly __period: 'month' };
/** A calendar quarter, `YYYY-QN` with N = 1..4. */
export type Quarter = string & { readonly __period: 'quarter' };
export type Period = Month | Quarter;

export type PeriodStatus = 'FUTURE' | 'RUNNING' | 'ENDED' | 'CLOSED';

/** Half-open instants in time: `start` belongs to the period, `end` to the next one. */
export interface Boundaries {
  readonly start: Date;
  readonly end: Date;
}

const MONTH_FORMAT = /^(20\d\d|2100)-(0[1-9]|1[0-2])$/;
const QUARTER_FORMAT = /^(20\d\d|2100)-Q[1-4]$/;
const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** Whether a period is a month. Works for neighbours outside 2000–2100 too; it does not validate, as `parsePeriod` does. */
export function isMonth(period: Period): period is Month {
  return !isQuarter(period);
}

export function isQuarter(period: Period): period is Quarter {
  return period.charAt(5) === 'Q';
}

/** @throws InvalidPeriodError for anything but `YYYY-MM` or `YYYY-QN` in the years 2000–2100 */
export function parsePeriod(text: string, field = 'period'): Period {
  if (MONTH_FORMAT.test(text) || QUARTER_FORMAT.test(text)) return text as Period;
  throw new InvalidPeriodError(`Period must be a month YYYY-MM or a quarter YYYY-QN (2000–2100), not ${quote(text)}`, {
    field,
  });
}

/** @throws InvalidPeriodError for anything but `YYYY-MM` in the years 2000–2100 */
export function parseMonth(text: string, field = 'period'): Month {
  if (MONTH_FORMAT.test(text)) return text as Month;
  throw new InvalidPeriodError(`Period must be a month YYYY-MM (2000–2100), not ${quote(text)}`, { field });
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** The month that is `count` months after (or, negative, before) `month`. The result may lie outside 2000–2100, which no input accepts. */
export function addMonths(month: Month, count: number): Month {
  const index = yearOf(month) * 12 + monthNumber(month) - 1 + count;
  return `${pad(Math.floor(index / 12), 4)}-${pad((index % 12) + 1, 2)}` as Month;
}

/** The period of the same kind just before. */
export function previousPeriod(period: Period): Period {
  return isQuarter(period) ? quarterOf(addMonths(firstMonth(period), -1)) : addMonths(period, -1);
}

/** The period of the same kind just after. */
export function nextPeriod(period: Period): Period {
  return isQuarter(period) ? quarterOf(addMonths(firstMonth(period), 3)) : addMonths(period, 1);
}

/** The same month or quarter, one year earlier. */
export function yearBefore(period: Period): Period {
  return `${pad(yearOf(period) - 1, 4)}${period.slice(4)}` as Period;
}

export function quarterOf(month: Month): Quarter {
  return `${month.slice(0, 4)}-Q${Math.ceil(monthNumber(month) / 3)}` as Quarter;
}

/** A quarter's three months in order; a month itself. */
export function monthsOf(period: Period): Month[] {
  if (!isQuarter(period)) return [period];
  const first = firstMonth(period);
  return [first, addMonths(first, 1), addMonths(first, 2)];
}

/** Periods from `from` to `to`, inclusive; a quarter stands for all of its months. */
export interface PeriodRange {
  readonly from: Period;
  readonly to: Period;
}

/**
 * Rejects a range that starts after it ends.
 * @param written formats a period in the message: `String`, or `periodLabel`
 * @throws InvalidPeriodRangeError naming `field`
 */
export function refuseReversed(
  { from, to }: PeriodRange,
  { field = 'from', written = String }: { readonly field?: string; readonly written?: (period: Period) => string } = {},
): void {
  if (firstMonth(from) <= (monthsOf(to).at(-1) ?? '')) return;
  throw new InvalidPeriodRangeError(`The range starts (${written(from)}) after it ends (${written(to)})`, { field });
}

/**
 * All months from `from` to `to`, inclusive.
 * @throws InvalidPeriodRangeError when `from` is after `to`
 */
export function monthRange(from: Month, to: Month): Month[] {
  refuseReversed({ from, to });
  const months: Month[] = [];
  for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** `January 2025`, `Q1 2025`. */
export function periodLabel(period: Period): string {
  const year = period.slice(0, 4);
  return isQuarter(period) ? `Q${period.slice(6)} ${year}` : `${MONTH_NAMES[monthNumber(period) - 1]} ${year}`;
}

/**
 * The local midnights of `timeZone` (IANA name) that bound a period, as instants. Daylight saving time counts: in Chicago
 * March has 743 hours and November 721. If a zone skips midnight, the day starts at its first instant.
 */
export function periodBoundaries(period: Period, timeZone: string): Boundaries {
  return {
    start: monthStart(firstMonth(period), timeZone),
    end: monthStart(firstMonth(nextPeriod(period)), timeZone),
  };
}

/** The running month at `instant` in `timeZone` (IANA name). */
export function monthAt(instant: Date, timeZone: string): Month {
  const time = instant.getTime();
  if (time !== latest.time || timeZone !== latest.timeZone) {
    latest = { time, timeZone, month: localDate(instant, timeZone).slice(0, 7) as Month };
  }
  return latest.month;
}

/** A report asks for the running month dozens of times, at one instant. */
let latest = { time: Number.NaN, timeZone: '', month: '' as Month };

/** The calendar date, `YYYY-MM-DD`, at `instant` in `timeZone` (IANA name). */
export function localDate(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/**
 * The end of a local date: the start of the next one in `timeZone` (IANA name).
 * @param date `YYYY-MM-DD`
 * @throws InvalidParameterError for anything else
 */
export function endOfDate(date: string, timeZone: string): Date {
  try {
    const next = Temporal.PlainDate.from(date, { overflow: 'reject' }).add({ days: 1 });
    if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return new Date(next.toZonedDateTime(timeZone).epochMilliseconds);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
  }
  throw new InvalidParameterError(`A date must be YYYY-MM-DD, such as 2027-06-30, not ${JSON.stringify(date)}`, {
    field: 'date',
  });
}

/** First and last calendar date, `YYYY-MM-DD`, of a period. */
export function periodDates(period: Period): { first: string; last: string } {
  const months = monthsOf(period);
  const lastMonth = Temporal.PlainYearMonth.from(months.at(-1) ?? period);
  return { first: `${months[0]}-01`, last: lastMonth.toPlainDate({ day: lastMonth.daysInMonth }).toString() };
}

/** Whether `instant` falls on the last local day of `month`, or after the month. */
export function isLastDayReached(month: Month, instant: Date, timeZone: string): boolean {
  return localDate(instant, timeZone) >= periodDates(month).last;
}

/** The status of a month at `instant` (docs/calculations.md section 9). */
export function monthStatus(
  month: Month,
  at: { instant: Date; timeZone: string; closed: ReadonlySet<Month> },
): PeriodStatus {
  const running = monthAt(at.instant, at.timeZone);
  if (month > running) return 'FUTURE';
  if (at.closed.has(month)) return 'CLOSED';
  return month === running ? 'RUNNING' : 'ENDED';
}

/** The status of a period. A quarter has the least advanced status of its begun months, or `FUTURE` if none has begun. */
export function periodStatus(
  period: Period,
  at: { instant: Date; timeZone: string; closed: ReadonlySet<Month> },
): PeriodStatus {
  const begun = monthsOf(period)
    .map((month) => monthStatus(month, at))
    .filter((status) => status !== 'FUTURE');
  for (const status of ['RUNNING', 'ENDED', 'CLOSED'] as const) if (begun.includes(status)) return status;
  return 'FUTURE';
}

function monthStart(month: Month, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(`${month}-01`).toZonedDateTime(timeZone).epochMilliseconds);
}

function firstMonth(period: Period): Month {
  if (!isQuarter(period)) return period;
  return `${period.slice(0, 4)}-${pad((Number(period.slice(6)) - 1) * 3 + 1, 2)}` as Month;
}

function yearOf(period: Period): number {
  return Number(period.slice(0, 4));
}

function monthNumber(month: Month): number {
  return Number(month.slice(5, 7));
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
