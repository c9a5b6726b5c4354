/** A month that a heading names; `year` is null if the heading has none. */
export interface NamedMonth {
  readonly year: number | null;
  /** 1 to 12. */
  readonly month: number;
}

/** The order of day and month in dates such as `1/2/2026`. */
export type DateOrder = 'month first' | 'day first';

/** The months in a row of headings, by column; `ambiguous` if its dates can be read in two ways. */
export type MonthHeadings = ReadonlyMap<number, NamedMonth> | 'ambiguous';

/**
 * The months that the cells of a row name: `Jan`, `January 2025`, `Jan-25`, `2025-01`, `1/2025`, `1/31/2025`, `31-Jan-25`,
 * in English or the viewer's language. Dates are read with the month or the day first, whichever gives each column a
 * different month.
 */
export function monthHeadings(cells: readonly string[], locale?: string): MonthHeadings {
  const readings = (['month first', 'day first'] as const)
    .map((order) => reading(cells, order, locale))
    .filter((each) => each !== null);
  const [one, other] = readings;
  if (!one) return 'ambiguous';
  return other && textOf(one) !== textOf(other) ? 'ambiguous' : one;
}

/** Null if a date is invalid in this order, or two columns would be the same month. */
function reading(
  cells: readonly string[],
  order: DateOrder,
  locale: string | undefined,
): ReadonlyMap<number, NamedMonth> | null {
  const months = new Map<number, NamedMonth>();
  const dated = new Set<string>();
  for (const [column, cell] of cells.entries()) {
    const text = cell.trim();
    const month = namedMonth(text, order, locale);
    if (month) months.set(column, month);
    if (!NUMERIC_DATE.test(text)) continue;
    const name = month && `${month.year}-${month.month}`;
    if (name === null || dated.has(name)) return null;
    dated.add(name);
  }
  return months;
}

/** A text for comparing whether two rows name the same months in the same columns. */
export function textOf(months: ReadonlyMap<number, NamedMonth>): string {
  return JSON.stringify([...months]);
}

const NUMERIC_DATE = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)$/;
const YEAR_FIRST = /^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?$/;
const MONTH_AND_YEAR = /^(\d{1,2})[/-](\d{4})$/;
const NAME_AND_YEAR = /^(\p{L}+)\.?(?:[\s,'’-]*(\d{4}|\d\d))?$/u;
const DAY_AND_NAME = /^\d{1,2}\.?[\s-]*(\p{L}+)\.?(?:[\s,-]*(\d{4}|\d\d))?$/u;
const NAME_AND_DAY = /^(\p{L}+)\.?\s+\d{1,2},?\s+(\d{4})$/u;

function namedMonth(text: string, order: DateOrder, locale: string | undefined): NamedMonth | null {
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
  const [, name, year] = NAME_AND_YEAR.exec(text) ?? DAY_AND_NAME.exec(text) ?? NAME_AND_DAY.exec(text) ?? [];
  const month = name && monthNames(locale).get(comparable(name));
  return month ? { year: yearOf(year), month } : null;
}

function monthOf(month: string | undefined, year: string | undefined, day = '1'): NamedMonth | null {
  const number = Number(month);
  const isDate = number >= 1 && number <= 12 && Number(day) >= 1 && Number(day) <= 31;
  return isDate ? { year: yearOf(year), month: number } : null;
}

function yearOf(year: string | undefined): number | null {
  return year === undefined ? null : Number(year.length === 2 ? `20${year}` : year);
}

const namesByLocale = new Map<string | undefined, ReadonlyMap<string, number>>();

function monthNames(locale: string | undefined): ReadonlyMap<string, number> {
  const known = namesByLocale.get(locale);
  if (known) return known;
  const names = new Map([['sept', 9]]);
  for (const language of ['en', locale]) {
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month += 1) {
        names.set(comparable(format.format(Date.UTC(2000, month - 1))), month);
      }
    }
  }
  namesByLocale.set(locale, names);
  return names;
}

function comparable(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
