import { type Month, parsePeriod, periodDates } from '#src/core/period.ts';

/** First and last day, `YYYY-MM-DD`, that a column of a report covers. */
export interface ReportSpan {
  readonly from: string;
  readonly to: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_WORD =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\.?$/;
const BETWEEN = /^(-|through|to)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** One side of a span as written: `Nov 30 2025`, `Dec 24`, `31, 26`. */
interface Side {
  readonly month: number | null;
  readonly numbers: readonly string[];
}

/**
 * The span that an English heading of QuickBooks names: `Jan 26`, `January 2026`, `Jan - Dec 24`, `Nov 1 - Nov 30 2025`,
 * `November 1-30, 2025`, `January through December 2024`. Null for anything that is not one, or that can be read in two
 * ways (`Jan 25 - Mar 26`).
 */
export function parseReportSpan(text: string): ReportSpan | null {
  const words = text
    .toLowerCase()
    .replace(/["“”]/g, '')
    .replace(/[–—−-]/g, ' - ')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const split = words.findIndex((word) => BETWEEN.test(word));
  const left = sideOf(split === -1 ? words : words.slice(0, split));
  const right = split === -1 ? null : sideOf(words.slice(split + 1));
  if (!left || left.month === null || (split !== -1 && !right)) return null;
  return right ? spanBetween(left, right) : spanOfMonth(left);
}

function sideOf(words: readonly string[]): Side | null {
  const [first = '', ...rest] = words;
  const isMonth = MONTH_WORD.test(first);
  const numbers = isMonth ? rest : words;
  if (words.length === 0 || numbers.length > 2 || !numbers.every((word) => /^(\d{1,2}|\d{4})$/.test(word))) return null;
  return { month: isMonth ? MONTHS.indexOf(first.slice(0, 3)) + 1 : null, numbers };
}

/** `Jan 26` and `January 2026`: a number beside a month alone is its year. `Nov 5, 2025` is a day. */
function spanOfMonth({ month, numbers }: Side): ReportSpan | null {
  const [first, second] = numbers;
  if (month === null || first === undefined) return null;
  if (second === undefined) return whole(year(first), month, month);
  const day = dateOf(year(second), month, first);
  return day === null ? null : { from: day, to: day };
}

function spanBetween(left: Side, right: Side): ReportSpan | null {
  const from = left.month;
  const to = right.month ?? left.month;
  const last = right.numbers.at(-1);
  if (from === null || to === null || last === undefined) return null;
  if (right.numbers.length === 2) return dayToDay({ ...left, month: from }, { ...right, month: to });
  // One number on the right is a year where it cannot be a day.
  if (right.month === null || (left.numbers.length > 0 && last.length < 4)) return null;
  const start = left.numbers[0] ?? last;
  if (left.numbers.length > 1 || (left.numbers.length === 1 && start.length < 4)) return null;
  const begin = whole(year(start), from, from);
  const end = whole(year(last), to, to);
  return begin && end && ordered({ from: begin.from, to: end.to });
}

function dayToDay(left: Side & { month: number }, right: Side & { month: number }): ReportSpan | null {
  const [lastDay = '', lastYear = ''] = right.numbers;
  const [firstDay, firstYear = lastYear] = left.numbers;
  if (firstDay === undefined || firstDay.length > 2) return null;
  const from = dateOf(year(firstYear), left.month, firstDay);
  const to = dateOf(year(lastYear), right.month, lastDay);
  return from === null || to === null ? null : ordered({ from, to });
}

function ordered(span: ReportSpan): ReportSpan | null {
  return span.from <= span.to ? span : null;
}

function year(text: string): string {
  return text.length === 2 ? `20${text}` : text;
}

function whole(yearText: string, from: number, to: number): ReportSpan | null {
  const first = monthOf(`${yearText}-${pad(from)}`);
  const last = monthOf(`${yearText}-${pad(to)}`);
  return first && last && { from: periodDates(first).first, to: periodDates(last).last };
}

function dateOf(yearText: string, month: number, day: string): string | null {
  const date = `${yearText}-${pad(month)}-${day.padStart(2, '0')}`;
  return isReportDate(date) ? date : null;
}

/** Whether a text is a day of a month that the product knows. */
export function isReportDate(text: string): boolean {
  const month = DATE.test(text) ? monthOf(text.slice(0, 7)) : null;
  return month !== null && text.slice(8) !== '00' && text <= periodDates(month).last;
}

function monthOf(text: string): Month | null {
  return /^(20\d\d|2100)-(0[1-9]|1[0-2])$/.test(text) ? (parsePeriod(text) as Month) : null;
}

function pad(month: number): string {
  return String(month).padStart(2, '0');
}

/** The month that a span covers from its first day to its last; null for a part of one or more than one. */
export function monthOfSpan({ from, to }: ReportSpan): Month | null {
  const month = monthOf(from.slice(0, 7));
  if (!month) return null;
  const { first, last } = periodDates(month);
  return from === first && to === last ? month : null;
}
