import { parseReportSpan, type ReportSpan } from '#src/core/books/report-period.ts';
import { type StatementProblem, statementProblem } from '#src/core/books/statement-tie.ts';
import { localDate } from '#src/core/period.ts';
import { isBlank, type TableCell, textOf } from '#src/core/transfer/table.ts';
import type { Grid } from './grid.ts';

/** A column of amounts, with what its headings say. */
export interface AmountColumn {
  readonly column: number;
  readonly span: ReportSpan;
  readonly where: string;
}

export interface StatementColumns {
  /** How many columns hold labels, from the left. */
  readonly labels: number;
  readonly amounts: readonly AmountColumn[];
  /** All columns with a heading, among them those of percentages and changes, which are left out. */
  readonly headed: readonly number[];
  readonly problems: readonly StatementProblem[];
}

/** `(PY)` and `(PP)` mark the previous year and period. */
const MARK = /\s*\((PY|PP)\)$/i;
const IGNORED = /%|^\$?\s*change$/i;
const TOTAL = /^total$/i;

interface Heading {
  readonly texts: readonly string[];
  readonly dates: readonly ReportSpan[];
  readonly where: string;
}

/**
 * Finds the columns of amounts by their headings, in the rows above `body`. A column without a heading of its own that is
 * headed `Total` covers what the title says, else what the other columns cover together.
 */
export function statementColumns(grid: Grid, body: number): StatementColumns {
  const width = grid.rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  const headings = new Map<number, Heading>();
  for (let column = 1; column < width; column += 1) {
    const heading = headingOf(grid, body, column);
    if (heading) headings.set(column, heading);
  }
  const labels = Math.min(width, ...headings.keys());
  const title = titleSpan(grid, body);
  const isIgnored = ({ texts }: Heading) => texts.some((text) => IGNORED.test(text));
  const read = [...headings].filter(([, heading]) => !isIgnored(heading));
  const named = read.flatMap(([, heading]) => spanOf(heading) ?? []);
  const whole = title ?? hull(named);
  const columns = read.map(([column, heading]) => amountColumn(column, heading, { whole, title }));
  return {
    labels,
    amounts: columns.filter((each) => 'column' in each),
    headed: [...headings.keys()],
    problems: columns.filter((each) => 'message' in each),
  };
}

function headingOf(grid: Grid, body: number, column: number): Heading | null {
  const cells = grid.rows.slice(0, body).map((row) => row[column]);
  const filled = cells.flatMap((cell, row) => (isBlank(cell) ? [] : [row]));
  const last = filled.at(-1);
  if (last === undefined) return null;
  const dates = cells.filter((cell) => cell instanceof Date).flatMap((date) => monthOfDate(date) ?? []);
  return { texts: cells.map(textOf).filter((text) => text !== ''), dates, where: grid.place(last, column) };
}

/** The first day of a month heads that month; any other day might be a `Jan 26` that a spreadsheet took for a day. */
function monthOfDate(date: Date): ReportSpan | null {
  const text = localDate(date, 'UTC');
  if (!text.endsWith('-01')) return null;
  const month = date.toLocaleString('en', { month: 'short', year: 'numeric', timeZone: 'UTC' });
  return parseReportSpan(month);
}

function spanOf({ texts, dates }: Heading): ReportSpan | null {
  const spans = texts.flatMap((text) => parseReportSpan(text.replace(MARK, '')) ?? []);
  return spans.at(-1) ?? dates.at(-1) ?? null;
}

function amountColumn(
  column: number,
  heading: Heading,
  { whole, title }: { readonly whole: ReportSpan | null; readonly title: ReportSpan | null },
): AmountColumn | StatementProblem {
  const { texts, where } = heading;
  const isTotal = texts.some((text) => TOTAL.test(text));
  const span = spanOf(heading) ?? (isTotal ? whole : null);
  // A class or a customer may head a column of its own, which is no month's statement.
  const unknown = texts.find((text) => !TOTAL.test(text) && !parseReportSpan(text.replace(MARK, '')));
  if (!span || unknown !== undefined) {
    const shown = JSON.stringify(unknown ?? texts.at(-1) ?? '');
    return statementProblem(where, `The heading ${shown} is not understood: a month such as "Jan 2026" is expected`);
  }
  const isOther = texts.some((text) => MARK.test(text));
  if (title && !isOther && (span.from < title.from || span.to > title.to)) {
    return statementProblem(
      where,
      `The column covers ${span.from} to ${span.to}, the title ${title.from} to ${title.to}`,
    );
  }
  return { column, span, where };
}

/** The span that a title row names, in the first column. */
function titleSpan(grid: Grid, body: number): ReportSpan | null {
  const titles = grid.rows.slice(0, body).flatMap((row) => titleText(row[0]));
  return titles.flatMap((text) => parseReportSpan(text) ?? [])[0] ?? null;
}

function titleText(cell: TableCell | undefined): string[] {
  const text = textOf(cell);
  return text === '' ? [] : [text];
}

function hull(spans: readonly ReportSpan[]): ReportSpan | null {
  const from = spans.map((span) => span.from).sort()[0];
  const to = spans
    .map((span) => span.to)
    .sort()
    .at(-1);
  return from === undefined || to === undefined ? null : { from, to };
}
