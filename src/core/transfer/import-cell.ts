import type { Decimal } from '#src/core/number.ts';

/**
 * What an import does with a cell (workbook.md section 2). `new` and `changed` are stored; `same` is as stored, or untouched since
 * the export; `ignored` is calculated here and agrees, or holds nothing; `differs` is calculated here and does not agree;
 * `conflict` was changed both in the file and here.
 */
export const CELL_STATES = ['same', 'new', 'changed', 'refused', 'ignored', 'differs', 'conflict'] as const;
export type CellState = (typeof CELL_STATES)[number];

/** A cell of a file and what becomes of it. */
export interface ImportCell {
  /** `Review!C12`, `line 12, column C`. */
  readonly where: string;
  /** Month, quarter, or year of four digits; null if the file does not say. */
  readonly period: string | null;
  /** Key of a metric or SmartNumber, or the unknown name in the file; null if the file does not say. */
  readonly metric: string | null;
  readonly state: CellState;
  /** The stored value; null if absent. */
  readonly before: Decimal | null;
  /** The value after the import; of a cell that is not stored, the value in the file. Null if absent. */
  readonly after: Decimal | null;
  readonly reason: string | null;
  /** Whether the value can override the formula that gives another one; true also once it does. */
  readonly canOverride?: boolean;
}

/** Why a row is refused whose name is that of no metric. */
export function unknownMetric(name: string): string {
  return `“${name}” is not a metric`;
}

/** The names in a file that are those of no metric, in its order; a person can say which metrics they stand for. */
export function unknownNames(cells: readonly ImportCell[]): string[] {
  const unknown = cells.filter(
    ({ state, metric, reason }) => state === 'refused' && metric !== null && reason === unknownMetric(metric),
  );
  return [...new Set(unknown.flatMap(({ metric }) => metric ?? []))];
}
