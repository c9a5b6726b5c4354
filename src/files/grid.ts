import type { TableCell } from '#src/core/transfer/table.ts';
import { FileError } from './file-error.ts';

/** A sheet of a spreadsheet, or a CSV file. Rows and columns count from 0. */
export interface Grid {
  /** Empty for a CSV file. */
  readonly name: string;
  readonly rows: readonly (readonly TableCell[])[];
  /** The indentation that a cell's style adds, in levels. */
  readonly indent: (row: number, column: number) => number;
  /** How messages name a cell: `Sheet1!H14`, `line 12`. */
  readonly place: (row: number, column: number) => string;
}

/** Far more than a statement has; a larger table is refused before it is looked at. */
export const MAX_ROWS = 10_000;
export const MAX_COLUMNS = 400;

/** @throws FileError for a table over the limits */
export function refuseOversized(rows: readonly (readonly unknown[])[], where: string | null, maxRows = MAX_ROWS): void {
  if (rows.length > maxRows || rows.some((row) => row.length > MAX_COLUMNS)) throw oversized(where, maxRows);
}

/** The error of a table over the limits. */
export function oversized(where: string | null, maxRows = MAX_ROWS): FileError {
  return new FileError(`The table has more than ${maxRows} rows or ${MAX_COLUMNS} columns`, where);
}
