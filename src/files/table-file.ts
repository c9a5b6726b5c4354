import { CsvError } from 'csv-parse/sync';
import { longColumns } from '#src/core/transfer/long-table.ts';
import type { Table, TableCell } from '#src/core/transfer/table.ts';
import { layoutOfTable } from '#src/core/transfer/table-layout.ts';
import { SHEETS } from '#src/core/transfer/workbook-sheets.ts';
import { csvFailure, csvRows, DELIMITERS } from './csv-grid.ts';
import { textOfNeutral } from './csv-text.ts';
import { FileError } from './file-error.ts';
import { MAX_FILE_BYTES } from './file-limits.ts';
import { formulaReader } from './formula-value.ts';
import type { Grid } from './grid.ts';
import { isCompoundFile, isZip } from './statement-file.ts';
import { decodeText } from './text-encoding.ts';
import { gridOf, workbookSheets } from './workbook-grids.ts';

/** The tables of a file, and what was assumed about it. */
export interface TableFile {
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

/** Ten years of 1,000 metrics are 120,000 rows of a text file with a value in each. */
const MAX_TEXT_ROWS = 150_000;
/** Cells that hold something, of all tables. */
const MAX_CELLS = 1_000_000;

/**
 * Reads the tables of an XLSX, ODS, CSV or TSV file: the visible sheets and, of an exported workbook, the hidden one with the values
 * at the time of the export. Formulas without a result are evaluated where they are sums.
 * @throws FileError for a file that is none of these, is damaged, encrypted or over a limit
 */
export async function readTableFile(bytes: Uint8Array): Promise<TableFile> {
  if (bytes.length > MAX_FILE_BYTES) throw new FileError(`The file is larger than ${MAX_FILE_BYTES / 1_000_000} MB`);
  if (isCompoundFile(bytes)) {
    throw new FileError('The workbook is encrypted or in the format of Excel 97: save it as .xlsx without a password');
  }
  const { tables, notes } = isZip(bytes) ? await workbookTables(bytes) : textTable(bytes);
  const count = tables.reduce(
    (sum, { rows }) => sum + rows.reduce((cells, row) => cells + row.filter(isFilled).length, 0),
    0,
  );
  if (count > MAX_CELLS) throw new FileError(`The file has more than ${MAX_CELLS.toLocaleString('en-US')} cells`);
  return { tables, notes };
}

function isFilled(cell: TableCell): boolean {
  return cell !== null && cell !== '';
}

async function workbookTables(bytes: Uint8Array): Promise<TableFile> {
  const sheets = await workbookSheets(bytes, SHEETS.base);
  const tables = sheets.map((sheet): Table => {
    const grid = gridOf(sheet);
    const formulas = [...(sheet.cells ?? [])].flatMap(([place, { formula }]) => (formula === undefined ? [] : [place]));
    return { name: grid.name, rows: evaluated(grid, sheet.rows), formulas: new Set(formulas), text: null };
  });
  return { tables, notes: [] };
}

/**
 * The rows of a grid; a formula without a result has it computed where it is a sum of others.
 * @param results the cells as read, in which an empty text is the result of a formula that has no value
 */
function evaluated(grid: Grid, results: readonly (readonly unknown[])[]): TableCell[][] {
  const resultAt = formulaReader(grid);
  return grid.rows.map((cells, row) =>
    cells.map((cell, column) => {
      if (cell === null || typeof cell !== 'object' || cell instanceof Date) return cell;
      if (results[row]?.[column] === '') return null;
      try {
        return resultAt(row, column).toNumber();
      } catch (error) {
        if (error instanceof FileError) return cell;
        throw error;
      }
    }),
  );
}

function textTable(bytes: Uint8Array): TableFile {
  const { text, note } = decodeText(bytes);
  const notes = note === null ? [] : [note];
  if (text.includes('\0')) throw new FileError('The file is neither a workbook nor a table of text');
  let failure: FileError | null = null;
  const tables: Table[] = [];
  for (const delimiter of DELIMITERS) {
    try {
      const { rows, lines } = csvRows(text, delimiter, MAX_TEXT_ROWS);
      const texts = rows.map((row) => row.map((cell) => cell && textOfNeutral(cell)));
      const table = { name: '', rows: texts, formulas: new Set<string>(), text: { delimiter, lines } };
      if (isUnderstood(table)) return { tables: [table], notes };
      tables.push(table);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      failure ??= csvFailure(error);
    }
  }
  const [widest] = tables.sort((one, other) => widthOf(other) - widthOf(one));
  if (!widest) throw failure ?? new FileError('The file is no table');
  return { tables: [widest], notes };
}

function isUnderstood(table: Table): boolean {
  return longColumns(table) !== null || layoutOfTable(table, { names: new Map() }) !== null;
}

function widthOf({ rows }: Table): number {
  return rows.reduce((widest, row) => Math.max(widest, row.length), 0);
}
