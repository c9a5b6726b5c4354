import type { TableCell } from './table.ts';

/** The order of day and month in dates such as `1/2/2026`. */
export const DATE_ORDERS = ['month first', 'day first'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** What heads a column. `year` is null where the heading has none. */
export type Heading =
  | { readonly kind: 'month'; readonly year: number | null; readonly month: number }
  | { readonly kind: 'quarter'; readonly year: number | null; readonly quarter: number }
  | { readonly kind: 'total'; readonly year: number | null };

/** The headings of a row by column. */
export interface HeadingRow {
  readonly headings: ReadonlyMap<number, Heading>;
  /** The first one that can be read in two ways, or that is a day within a month; null if there is none. */
  readonly ambiguous: { readonly column: number; readonly readings: readonly Heading[] } | null;
}

const NUMERIC_DATE = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)$/;
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:T.*)?)?$/;
const MONTH_AND_YEAR = /^(\d{1,2})[/.-](\d{4})$/;
const NAME_AND_YEAR = /^([a-z]+)\.?(?:[\s,'’/-]*(\d{4}|\d\d))?$/i;
const DAY_AND_NAME = /^\d{1,2}\.?[\s-]*([a-z]+)\.?[\s,-]*(\d{4}|\d\d)$/i;
const NAME_AND_DAY = /^([a-z]+)\.?\s+\d{1,2},?\s+(\d{4})$/i;
const QUARTER =
  /^(?:(\d{4})[\s-]*)?(?:q([1-4])|([1-4])(?:st|nd|rd|th)?\s*(?:q|qtr|quarter))\.?(?:[\s,'’/-]*(\d{4}|\d\d))?$/i;
const TOTAL =
  /^(?:(?:year|annual|grand)?[\s-]*(?:total|average|avg)s?\.?|ytd|year(?:\s+to\s+date)?|full\s+year|annual)(?:[\s,]*(\d{4}))?$/i;
const YEAR_TOTAL = /^(20\d\d)\s*(?:totals?|average|ytd)?$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAME =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/i;

/**
 * What the cells of a row head: months (`Jan`, `January 2026`, `Jan-26`, `2026-01`, `1/2026`, `1/31/2026`, a real date of a
 * month's first or last day), quarters (`Q1`, `2026-Q1`, `1st Quarter`) and totals (`Total`, `YTD`, `2025`). Numeric dates are
 * read with the month or the day first, whichever gives each column another month; where both do, they are ambiguous.
 * @param order how numeric dates are to be read; undefined to find out
 */
export function readHeadings(cells: readonly TableCell[], order?: DateOrder): HeadingRow {
  const [one, other] = (order ? [order] : DATE_ORDERS).flatMap((each) => reading(cells, each) ?? []);
  if (!one || (other && !isSame(one, other))) {
    const column = cells.findIndex(isNumericDate);
    const readings = DATE_ORDERS.flatMap((each) => headingOf(cells[column] ?? null, each) ?? []);
    return { headings: one ?? new Map(), ambiguous: { column, readings } };
  }
  // Any other day might be a `Jan 26` that a spreadsheet took for the 26th of this year's January.
  const days = cells.flatMap((cell, column) => (cell instanceof Date && !isEdgeOfMonth(cell) ? [column] : []));
  const [column] = days;
  return { headings: one, ambiguous: column !== undefined && days.length > one.size ? { column, readings: [] } : null };
}

/** Null if a date is none in this order, or two columns would be the same month. */
function reading(cells: readonly TableCell[], order: DateOrder): ReadonlyMap<number, Heading> | null {
  const headings = new Map<number, Heading>();
  const dated = new Set<string>();
  for (const [column, cell] of cells.entries()) {
    const heading = headingOf(cell, order);
    if (heading) headings.set(column, heading);
    if (!isNumericDate(cell)) continue;
    const name = JSON.stringify(heading);
    if (!heading || dated.has(name)) return null;
    dated.add(name);
  }
  return headings;
}

function isSame(one: ReadonlyMap<number, Heading>, other: ReadonlyMap<number, Heading>): boolean {
  return JSON.stringify([...one]) === JSON.stringify([...other]);
}

function isNumericDate(cell: TableCell): boolean {
  return typeof cell === 'string' && NUMERIC_DATE.test(cell.trim());
}

function isEdgeOfMonth(date: Date): boolean {
  const next = new Date(date.getTime() + 86_400_000);
  return date.getUTCDate() === 1 || next.getUTCDate() === 1;
}

function headingOf(cell: TableCell, order: DateOrder): Heading | null {
  if (cell instanceof Date) {
    return isEdgeOfMonth(cell) ? { kind: 'month', year: cell.getUTCFullYear(), month: cell.getUTCMonth() + 1 } : null;
  }
  // A year as a number heads the sum of that year.
  const text = typeof cell === 'number' ? String(cell) : typeof cell === 'string' ? cell.trim() : '';
  if (text === '' || text.length > 40) return null;
  return monthHeading(text, order) ?? quarterHeading(text) ?? totalHeading(text);
}

function monthHeading(text: string, order: DateOrder): Heading | null {
  const date = NUMERIC_DATE.exec(text);
  if (date) {
    const [, one, other, year] = date;
    const [month, day] = order === 'month first' ? [one, other] : [other, one];
    return monthOf(month, year, day);
  }
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return monthOf(yearFirst[2], yearFirst[1], yearFirst[3]);
  const monthAndYear = MONTH_AND_YEAR.exec(text);
  if (monthAndYear) return monthOf(monthAndYear[1], monthAndYear[2]);
  const [, name = '', year] = NAME_AND_YEAR.exec(text) ?? DAY_AND_NAME.exec(text) ?? NAME_AND_DAY.exec(text) ?? [];
  if (!MONTH_NAME.test(name)) return null;
  return { kind: 'month', year: yearOf(year), month: MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1 };
}

function monthOf(month: string | undefined, year: string | undefined, day = '1'): Heading | null {
  const number = Number(month);
  const isDate = number >= 1 && number <= 12 && Number(day) >= 1 && Number(day) <= 31;
  return isDate ? { kind: 'month', year: yearOf(year), month: number } : null;
}

function quarterHeading(text: string): Heading | null {
  const [whole, before, short, long, after] = QUARTER.exec(text) ?? [];
  if (whole === undefined) return null;
  return { kind: 'quarter', year: yearOf(before ?? after), quarter: Number(short ?? long) };
}

function totalHeading(text: string): Heading | null {
  const [whole, year] = TOTAL.exec(text) ?? YEAR_TOTAL.exec(text) ?? [];
  return whole === undefined ? null : { kind: 'total', year: yearOf(year) };
}

function yearOf(year: string | undefined): number | null {
  return year === undefined ? null : Number(year.length === 2 ? `20${year}` : year);
}
