import { CsvError, parse } from 'csv-parse/sync';
import { FileError } from './file-error.ts';
import { type Grid, MAX_COLUMNS, MAX_ROWS, oversized, refuseOversized } from './grid.ts';

export const DELIMITERS = [',', ';', '\t'] as const;
const MAX_RECORD_CHARACTERS = 100_000;

/**
 * Parses a CSV or TSV file into a grid.
 * @param fits decides which delimiter is the right one, since a decimal comma may stand in a file separated by semicolons
 * @throws FileError for quotes that do not close and the like, naming the line
 */
export function csvGrid(text: string, fits: (grid: Grid) => boolean): Grid {
  const grids: Grid[] = [];
  let failure: FileError | null = null;
  for (const delimiter of DELIMITERS) {
    try {
      const grid = parseGrid(text, delimiter);
      if (fits(grid)) return grid;
      grids.push(grid);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      failure ??= csvFailure(error);
    }
  }
  const [first] = grids;
  if (first) return first;
  throw failure ?? new FileError('The file is no table');
}

/** The error of the parser as one of the file: it knows the line of most faults, but not where a quote opened that never closes. */
export function csvFailure(error: CsvError): FileError {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new FileError('A quote does not close');
  const line: unknown = error['lines'];
  return new FileError(error.message, typeof line === 'number' ? `line ${line}` : null);
}

/** The rows of a text file with their lines. @throws CsvError; FileError for too many rows or columns */
export function csvRows(
  text: string,
  delimiter: string,
  maxRows = MAX_ROWS,
): { readonly rows: readonly (readonly (string | null)[])[]; readonly lines: readonly number[] } {
  const lines: number[] = [];
  if (widestRecord(text, delimiter) > MAX_COLUMNS) throw oversized(null, maxRows);
  const records = parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
    to: maxRows + 1,
    on_record: (record: string[], context) => {
      lines.push(context.lines);
      return record;
    },
  });
  refuseOversized(records, null, maxRows);
  return { rows: records.map((record) => record.map((cell) => (cell === '' ? null : cell))), lines };
}

/** The most cells of a record, counted before the parser takes the memory for them. */
function widestRecord(text: string, delimiter: string): number {
  const separator = delimiter.charCodeAt(0);
  let [widest, width, isQuoted] = [0, 1, false];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (code === separator) width += 1;
    else if (code === LINE_FEED || code === CARRIAGE_RETURN) width = 1;
    widest = Math.max(widest, width);
  }
  return widest;
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

function parseGrid(text: string, delimiter: string): Grid {
  const { rows, lines } = csvRows(text, delimiter);
  return { name: '', rows, indent: () => 0, place: (row) => `line ${lines[row] ?? row + 1}` };
}
