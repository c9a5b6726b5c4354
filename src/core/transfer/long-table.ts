import { parseMonth } from '#src/core/period.ts';
import { contentOf } from './cell-content.ts';
import type { CellContent, FileCell } from './file-cell.ts';
import { readHeadings } from './heading.ts';
import type { NumberStyle } from './number-text.ts';
import { subjectNamed } from './subject.ts';
import { cellAt, isBlank, isFormulaAt, placeName, type Table, type TableCell, textOf } from './table.ts';
import type { LayoutChoice } from './table-layout.ts';

/** Where the columns of a table with a value in each row are, such as that of `qbr export values`. */
interface LongColumns {
  readonly row: number;
  readonly period: number;
  readonly metric: number;
  readonly value: number;
  readonly notes: number | null;
  readonly updatedAt: number | null;
}

/** Titles may stand above the headings. */
const MAX_TITLE_ROWS = 20;

/** The columns of a table that is headed `period`, `metric` and `value`; null for any other. */
export function longColumns({ rows }: Table): LongColumns | null {
  for (const [row, cells] of rows.slice(0, MAX_TITLE_ROWS).entries()) {
    const names = cells.map((cell) => textOf(cell).toLowerCase());
    const column = (...words: readonly string[]) => {
      const found = names.findIndex((name) => words.includes(name));
      return found === -1 ? null : found;
    };
    const [period, metric, value] = [column('period', 'month'), column('metric', 'metric_name'), column('value')];
    if (period === null || metric === null || value === null) continue;
    return { row, period, metric, value, notes: column('notes'), updatedAt: column('updated_at') };
  }
  return null;
}

/** The texts that may be numbers. */
export function longTexts(table: Table, { row, value }: LongColumns): string[] {
  return table.rows.slice(row + 1).flatMap((cells) => (typeof cells[value] === 'string' ? [cells[value]] : []));
}

/** The cells of a table with a value in each row. A row whose month is none is unreadable. */
export function longCells(
  table: Table,
  columns: LongColumns,
  { style, choice }: { readonly style: NumberStyle; readonly choice: LayoutChoice },
): FileCell[] {
  const { row: heading, period, metric, value, notes, updatedAt } = columns;
  const cells: FileCell[] = [];
  for (let row = heading + 1; row < table.rows.length; row += 1) {
    const at = (column: number | null): TableCell => (column === null ? null : cellAt(table, { row, column }));
    if ([period, metric, value].every((column) => isBlank(at(column)))) continue;
    const month = monthOf(at(period), choice);
    const content: CellContent | null =
      month === null
        ? { kind: 'unreadable', reason: `“${shown(at(period))}” is not a month such as 2026-01` }
        : contentOf(at(value), style);
    if (content === null) continue;
    const name = String(at(metric) ?? '');
    const revision = new Date(textOf(at(updatedAt)));
    cells.push({
      where: placeName(table, { row, column: value }),
      subject: subjectNamed(name, choice.names),
      column: month && { kind: 'month', period: month },
      content,
      isFormula: isFormulaAt(table, { row, column: value }),
      ...(!Number.isNaN(revision.getTime()) && { revision }),
      ...(notes !== null && { notes: textOf(at(notes)) || null }),
    });
  }
  return cells;
}

function monthOf(cell: TableCell, { dateOrder, year }: LayoutChoice) {
  const { headings, ambiguous } = readHeadings([cell], dateOrder);
  const heading = headings.get(0);
  if (ambiguous || heading?.kind !== 'month') return null;
  const of = heading.year ?? year;
  if (of === undefined || of < 2000 || of > 2100) return null;
  return parseMonth(`${of}-${String(heading.month).padStart(2, '0')}`);
}

function shown(cell: TableCell): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'object' ? '' : String(cell).slice(0, 60);
}
