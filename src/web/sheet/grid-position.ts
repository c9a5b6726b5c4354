/** The columns of totals: this year's and the previous year's. */
export const TOTAL_COLUMN = 12;
export const PREVIOUS_YEAR_COLUMN = 13;
const LAST_COLUMN = PREVIOUS_YEAR_COLUMN;

/** A cell of the sheet: its row's id, and 0 to 11 for a month or one of the two columns of totals. */
export interface GridPosition {
  readonly row: string;
  readonly column: number;
}

/** The parts of a keyboard event that determine a move. */
export interface MoveKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/**
 * The cell that a key moves to, by the grid pattern of WAI-ARIA APG; null for a key that does not move. Movement stops at
 * the edges.
 * @param rows the ids of the displayed rows, from the top
 * @param page rows per page
 */
export function moved(
  { key, ctrlKey, metaKey }: MoveKey,
  { row, column }: GridPosition,
  { rows, page }: { readonly rows: readonly string[]; readonly page: number },
): GridPosition | null {
  const index = rows.indexOf(row);
  const whole = ctrlKey || metaKey;
  const at = (nextIndex: number, nextColumn: number) =>
    neighbour({ row, column }, { rows: nextIndex - index, columns: nextColumn - column }, rows);
  switch (key) {
    case 'ArrowUp':
      return at(whole ? 0 : index - 1, column);
    case 'ArrowDown':
      return at(whole ? rows.length : index + 1, column);
    case 'ArrowLeft':
      return at(index, whole ? 0 : column - 1);
    case 'ArrowRight':
      return at(index, whole ? LAST_COLUMN : column + 1);
    case 'Home':
      return at(whole ? 0 : index, 0);
    case 'End':
      return at(whole ? rows.length : index, LAST_COLUMN);
    case 'PageUp':
      return at(index - page, column);
    case 'PageDown':
      return at(index + page, column);
    default:
      return null;
  }
}

/** The cell `step` away, clamped to the edges. */
export function neighbour(
  { row, column }: GridPosition,
  step: { readonly rows: number; readonly columns: number },
  rows: readonly string[],
): GridPosition {
  const index = Math.min(Math.max(rows.indexOf(row) + step.rows, 0), rows.length - 1);
  return { row: rows[index] ?? row, column: Math.min(Math.max(column + step.columns, 0), LAST_COLUMN) };
}

/** The cell of a metric in a month, `2026-03`. */
export function cellPosition(metric: string, month: string): GridPosition {
  return { row: `metric-${metric}`, column: Number(month.slice(5)) - 1 };
}

/** The id of a cell's element. */
export function cellId({ row, column }: GridPosition): string {
  return `cell-${row}-${column}`;
}

/** The cell that contains an element; null if none does. */
export function positionOf(element: EventTarget | null): GridPosition | null {
  const cell = element instanceof Element ? element.closest<HTMLElement>('[data-row]') : null;
  const { row, column } = cell?.dataset ?? {};
  return row === undefined || column === undefined ? null : { row, column: Number(column) };
}
