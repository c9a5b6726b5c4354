import { type MonthHeadings, monthHeadings, textOf } from './month-headings.ts';

/** A line of a pasted block. */
export interface PastedLine {
  readonly cells: readonly string[];
  /** Counted from 1. */
  readonly number: number;
  readonly kind: 'values' | 'heading' | 'blank';
}

/** A parsed block: its row of months, if any, and the lines below. */
export interface PastedLines {
  readonly months: { readonly named: Exclude<MonthHeadings, 'ambiguous'>; readonly cells: readonly string[] } | null;
  /** The year in a title above the months; null if there is none or more than one. */
  readonly titleYear: number | null;
  readonly lines: readonly PastedLine[];
}

/** Why a block is rejected, as a sentence. */
export interface Obstacle {
  readonly obstacle: string;
}

/** What spreadsheets show for an absent value. */
const NO_VALUE = /^(n\/a|#[a-z0-9/]+[!?]?)$/i;
const YEAR = /^(19|20|21)\d\d$/;

export function isBlank(cell: string): boolean {
  return cell.trim() === '';
}

/** Whether a cell is a label, not a value. */
export function isLabel(cell: string): boolean {
  return /\p{L}/u.test(cell) && !NO_VALUE.test(cell.trim());
}

/** Whether a cell is intended as a value, readable or not. */
export function isValue(cell: string): boolean {
  return !isBlank(cell) && !isLabel(cell);
}

export function pastedLines(rows: readonly (readonly string[])[], locale?: string): PastedLines | Obstacle {
  const lines = rows.map((cells, index): PastedLine => ({ cells, number: index + 1, kind: kindOf(cells) }));
  const headed = lines.flatMap((line) => {
    const named = monthHeadings(line.cells, locale);
    return named === 'ambiguous' || named.size > 0 ? [{ line, named }] : [];
  });
  const [first] = headed;
  if (!first) return { months: null, titleYear: null, lines };
  const obstacle = obstacleToMonths(headed, lines);
  if (obstacle !== null || first.named === 'ambiguous') return { obstacle: obstacle ?? '' };
  const above = lines.slice(0, first.line.number - 1);
  const isHeadings = new Set(headed.map(({ line }) => line));
  return {
    months: { named: first.named, cells: first.line.cells },
    titleYear: yearIn(above),
    lines: lines.slice(above.length).filter((line) => !isHeadings.has(line)),
  };
}

function kindOf(cells: readonly string[]): PastedLine['kind'] {
  if (cells.every(isBlank)) return 'blank';
  return cells.some(isValue) ? 'values' : 'heading';
}

function obstacleToMonths(
  headed: readonly { readonly line: PastedLine; readonly named: MonthHeadings }[],
  lines: readonly PastedLine[],
): string | null {
  const [first] = headed;
  const named = headed.flatMap((each) => (each.named === 'ambiguous' ? [] : [each.named]));
  if (named.length < headed.length) {
    return 'The dates above its columns can be read as more than one month; write them like 2026-01.';
  }
  if (
    headed.some(({ line, named: months }) =>
      line.cells.some((cell, column) => isAmount(cell) && !hasMonth(months, column)),
    )
  ) {
    return 'It has months and values in one row; copy it with the months side by side above the values.';
  }
  if (new Set(named.map(textOf)).size > 1)
    return 'It has more than one row of months; copy the rows beneath one of them.';
  const above = lines.slice(0, (first?.line.number ?? 1) - 1);
  return above.some(({ cells }) => cells.some(isAmount)) ? 'It has values above its row of months.' : null;
}

function hasMonth(months: MonthHeadings, column: number): boolean {
  return months !== 'ambiguous' && months.has(column);
}

function isAmount(cell: string): boolean {
  return isValue(cell) && /\d/.test(cell) && !YEAR.test(cell.trim());
}

function yearIn(lines: readonly PastedLine[]): number | null {
  const text = lines.map(({ cells }) => cells.join(' ')).join(' ');
  const years = new Set(text.match(/\b(19|20|21)\d\d\b/g));
  const [year] = years;
  return years.size === 1 ? Number(year) : null;
}
