import type { Decimal } from '#src/core/number.ts';
import { type Month, monthsOf, parsePeriod, type Quarter } from '#src/core/period.ts';
import { DATE_ORDERS, type DateOrder, type Heading, type HeadingRow, readHeadings } from './heading.ts';
import type { NumberStyle } from './number-text.ts';
import { type GivenNames, subjectNamed } from './subject.ts';
import { cellAt, placeName, type Table, type TableCell, textOf } from './table.ts';

/** How a person says that a file is to be read; whatever is left out is found out. Rows and columns count from 0. */
export interface LayoutChoice {
  readonly headingRow?: number | undefined;
  readonly labelColumn?: number | undefined;
  readonly dateOrder?: DateOrder | undefined;
  readonly numberStyle?: NumberStyle | undefined;
  /** The year of headings that name none, four digits. */
  readonly year?: number | undefined;
  readonly names: GivenNames;
}

/** A calendar year, four digits. */
export type Year = string & { readonly __period: 'year' };

export function yearOf(month: Month): Year {
  return month.slice(0, 4) as Year;
}

/** What a column holds: a month's values, or sums over a quarter or a year. */
export type ColumnPeriod =
  | { readonly kind: 'month'; readonly period: Month }
  | { readonly kind: 'quarter'; readonly period: Quarter }
  | { readonly kind: 'year'; readonly period: Year };

/** Part of a table: a row of headings and the rows beneath it. */
export interface Block {
  readonly headingRow: number;
  /** The row after its last one. */
  readonly end: number;
  readonly labelColumn: number;
  readonly columns: ReadonlyMap<number, ColumnPeriod>;
}

/** What only a person can say about a file. `where` is the cell in question. */
export interface LayoutQuestion {
  readonly kind: 'layout' | 'date order' | 'year' | 'number style';
  readonly where: string;
  readonly text: string;
  readonly message: string;
  /** What the dates of the row would be in either order; none of any other question. */
  readonly dates: readonly DateReading[];
  /** What the text would be in either style; none of any other question. */
  readonly numbers: readonly NumberReading[];
}

/** The months of a row of headings, read in an order. */
export interface DateReading {
  readonly order: DateOrder;
  readonly months: readonly Month[];
}

/** The number of a text, read in a style. */
export interface NumberReading {
  readonly style: NumberStyle;
  readonly value: Decimal;
}

/** Null for a table without months or without names of metrics. */
export type LayoutResult = { readonly blocks: readonly Block[] } | { readonly question: LayoutQuestion } | null;

/** A row of headings must name this many months to count, unless no row of the table names more than one. */
const FEWEST_MONTHS = 2;

/**
 * Finds the months and the names of metrics in a table: metrics down, months across, with quarters, totals, titles, blank rows and
 * notes between them, several years beneath each other (workbook.md section 2).
 */
export function layoutOfTable(table: Table, choice: LayoutChoice): LayoutResult {
  const rows = headingRows(table, choice);
  const blocks: Block[] = [];
  for (const [index, { row, headings, ambiguous }] of rows.entries()) {
    const end = rows[index + 1]?.row ?? table.rows.length;
    const labelColumn = choice.labelColumn ?? labelColumnOf(table, { row, end, headings }, choice);
    if (labelColumn === null) continue;
    const year = choice.year ?? yearAbove(table, { row, from: rows[index - 1]?.row ?? 0 });
    if (ambiguous) return { question: dateQuestion(table, { row, year }, ambiguous) };
    const columns = periodsOf(headings, year);
    if (columns === null) return { question: yearQuestion(table, row, headings) };
    blocks.push({ headingRow: row, end, labelColumn, columns });
  }
  return blocks.length > 0 ? { blocks } : null;
}

interface FoundRow extends HeadingRow {
  readonly row: number;
}

/** The rows of headings: those with at least half as many months as the one with most. */
function headingRows(table: Table, { headingRow, dateOrder }: LayoutChoice): FoundRow[] {
  const chosen = headingRow === undefined ? [...table.rows.keys()] : [headingRow];
  const rows = chosen
    .map((row) => ({ row, ...readHeadings(table.rows[row] ?? [], dateOrder) }))
    .map((found) => ({ ...found, months: monthsNamed(found) }))
    .filter(({ months }) => months > 0);
  const most = rows.reduce((best, { months }) => Math.max(best, months), 0);
  // A single month in a row of its own may be anything; the first one is taken.
  return most < FEWEST_MONTHS
    ? rows.slice(0, 1)
    : rows.filter(({ months }) => months >= Math.max(FEWEST_MONTHS, most / 2));
}

function monthsNamed({ headings, ambiguous }: HeadingRow): number {
  const months = [...headings.values()].filter(({ kind }) => kind === 'month').length;
  return months > 0 || ambiguous === null ? months : 1;
}

/** The column in which most different metrics are named; null if none is. */
function labelColumnOf(
  table: Table,
  { row, end, headings }: { row: number; end: number; headings: ReadonlyMap<number, Heading> },
  { names }: LayoutChoice,
): number | null {
  const first = Math.min(...headings.keys(), table.rows[row]?.length ?? 0);
  let best: { column: number; count: number } | null = null;
  for (let column = 0; column < first; column += 1) {
    const named = new Set<string>();
    for (let each = row + 1; each < end; each += 1) {
      const subject = subjectNamed(textOf(cellAt(table, { row: each, column })), names);
      if (subject.kind !== 'unknown') named.add(`${subject.kind} ${subject.definition.key}`);
    }
    if (named.size > (best?.count ?? 0)) best = { column, count: named.size };
  }
  return best?.column ?? null;
}

/** The one year that the name of the sheet, or a title above the headings, names. */
function yearAbove(table: Table, { row, from }: { row: number; from: number }): number | null {
  const titles = table.rows
    .slice(from, row)
    .flatMap((cells) => cells.map((cell) => (typeof cell === 'number' ? String(cell) : textOf(cell))));
  for (const texts of [titles, [table.name]]) {
    const years = new Set(texts.flatMap((text) => text.match(/(?<!\d)20\d\d(?!\d)/g) ?? []));
    const [year] = years;
    if (year !== undefined && years.size === 1) return Number(year);
  }
  return null;
}

/** The periods of the columns; a heading without a year has that of the one before it. Null if no year is known. */
function periodsOf(
  headings: ReadonlyMap<number, Heading>,
  known: number | null,
): ReadonlyMap<number, ColumnPeriod> | null {
  const columns = new Map<number, ColumnPeriod>();
  let year = known;
  for (const [column, heading] of headings) {
    if (heading.kind === 'month') {
      year = heading.year ?? year;
      if (year === null) return null;
    }
    const of = heading.year ?? year;
    const period = of === null ? null : columnPeriod(heading, of);
    if (period) columns.set(column, period);
  }
  return columns;
}

/** Null for a year that the product does not know. */
function columnPeriod(heading: Heading, year: number): ColumnPeriod | null {
  if (year < 2000 || year > 2100) return null;
  switch (heading.kind) {
    case 'month':
      return { kind: 'month', period: parsePeriod(`${year}-${String(heading.month).padStart(2, '0')}`) as Month };
    case 'quarter':
      return { kind: 'quarter', period: parsePeriod(`${year}-Q${heading.quarter}`) as Quarter };
    case 'total':
      return { kind: 'year', period: String(year) as Year };
  }
}

/** The months that a column's values are of. */
export function monthsOfColumn({ kind, period }: ColumnPeriod): readonly Month[] {
  if (kind === 'year') return [1, 2, 3, 4].flatMap((quarter) => monthsOf(`${period}-Q${quarter}` as Quarter));
  return monthsOf(period);
}

function dateQuestion(
  table: Table,
  { row, year }: { readonly row: number; readonly year: number | null },
  { column, readings }: { readonly column: number; readonly readings: readonly Heading[] },
): LayoutQuestion {
  const cell = cellAt(table, { row, column });
  const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : textOf(cell);
  const [one, other] = readings.map(
    (each) => `${each.year}-${String(each.kind === 'month' ? each.month : 0).padStart(2, '0')}`,
  );
  const message = other
    ? `The heading “${text}” can be ${one} or ${other}: say whether the month or the day is first`
    : `The heading “${text}” is a day within a month: write months as 2026-01 or January 2026`;
  return {
    ...{ kind: 'date order', where: placeName(table, { row, column }), text, message },
    dates: other ? dateReadings(table.rows[row] ?? [], year) : [],
    numbers: [],
  };
}

/** Without an order in which the dates are none, or of which two columns would be the same month. */
function dateReadings(cells: readonly TableCell[], year: number | null): DateReading[] {
  return DATE_ORDERS.flatMap((order) => {
    const columns = periodsOf(readHeadings(cells, order).headings, year);
    const months = [...(columns?.values() ?? [])].flatMap(({ kind, period }) => (kind === 'month' ? [period] : []));
    return months.length > 0 ? [{ order, months }] : [];
  });
}

function yearQuestion(table: Table, row: number, headings: ReadonlyMap<number, Heading>): LayoutQuestion {
  const [column = 0] = headings.keys();
  const text = textOf(cellAt(table, { row, column }));
  const message = `The heading “${text}” names no year, and neither does the sheet: say which year it is`;
  return { kind: 'year', where: placeName(table, { row, column }), text, message, dates: [], numbers: [] };
}
