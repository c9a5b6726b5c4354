/** A formula whose result the file does not hold. */
export interface CellFormula {
  readonly formula: string;
}

/** Null for an empty cell. Numbers are those of a spreadsheet, in doubles; a text file has texts alone. */
export type TableCell = string | number | boolean | Date | CellFormula | null;

/** A sheet of a spreadsheet, or a text file, as read. Rows and columns count from 0. */
export interface Table {
  /** Name of the sheet; empty for a text file. */
  readonly name: string;
  readonly rows: readonly (readonly TableCell[])[];
  /** `row,column` of the cells whose content is the result of a formula. */
  readonly formulas: ReadonlySet<string>;
  /** For a text file: the separator, and the line of each row. */
  readonly text: { readonly delimiter: string; readonly lines: readonly number[] } | null;
  /** Whether rows and columns are exchanged; messages name cells as the file has them. */
  readonly isTransposed?: boolean;
}

/** A cell of a table. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** `A` for 0, `AA` for 26. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}

/** 0 for `A`, 26 for `aa`; null for anything else than up to three letters. */
export function columnNumber(name: string): number | null {
  if (!/^[A-Z]{1,3}$/i.test(name)) return null;
  return [...name.toUpperCase()].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** How messages name a cell: `Review!C12`, `line 12, column C`. */
export function placeName({ name, text, isTransposed }: Table, place: CellPlace): string {
  const { row, column } = isTransposed ? { row: place.column, column: place.row } : place;
  if (text) return `line ${text.lines[row] ?? row + 1}, column ${columnName(column)}`;
  return `${name}!${columnName(column)}${row + 1}`;
}

export function cellAt({ rows }: Table, { row, column }: CellPlace): TableCell {
  return rows[row]?.[column] ?? null;
}

export function isFormulaAt(table: Table, { row, column }: CellPlace): boolean {
  return table.formulas.has(`${row},${column}`);
}

/** The text of a cell without the spaces around it; empty for anything but a text. */
export function textOf(cell: TableCell | undefined): string {
  return typeof cell === 'string' ? cell.trim() : '';
}

export function isBlank(cell: TableCell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

/** The same table with rows and columns exchanged. */
export function transposed(table: Table): Table {
  const width = table.rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  return {
    ...table,
    isTransposed: !table.isTransposed,
    rows: Array.from({ length: width }, (_, column) => table.rows.map((row) => row[column] ?? null)),
    formulas: new Set([...table.formulas].map((place) => place.split(',').reverse().join(','))),
  };
}
