import { FileError } from './file-error.ts';

/** A cell that was calculated when the file was written, but whose result the file does not hold. */
export interface FormulaCell {
  readonly formula: string;
}

/** Null for an empty cell. Numbers are those of a spreadsheet, texts those of a CSV file too. */
export type GridCell = string | number | boolean | Date | FormulaCell | null;

/** A sheet of a spreadsheet, or a CSV file. Rows and columns count from 0. */
export interface Grid {
  /** Empty for a CSV file. */
  readonly name: string;
  readonly rows: readonly (readonly GridCell[])[];
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
  if (rows.length <= maxRows && rows.every((row) => row.length <= MAX_COLUMNS)) return;
  throw new FileError(`The table has more than ${maxRows} rows or ${MAX_COLUMNS} columns`, where);
}

export function cellText(cell: GridCell | undefined): string {
  return typeof cell === 'string' ? cell.trim() : '';
}

export function isEmpty(cell: GridCell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}
