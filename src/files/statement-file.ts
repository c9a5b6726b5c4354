import type { Report } from '#src/core/books/read-report.ts';
import { statementProblem } from '#src/core/books/statement-tie.ts';
import { csvGrid } from './csv-grid.ts';
import { FileError } from './file-error.ts';
import { MAX_FILE_BYTES } from './file-limits.ts';
import type { Grid } from './grid.ts';
import { readOnlineReport } from './online-report.ts';
import { isStatementGrid, readStatementGrid } from './statement-grid.ts';
import { decodeText } from './text-encoding.ts';
import { workbookGrids } from './workbook-grids.ts';

const ZIP = [0x50, 0x4b];
/** Excel 97 workbooks and encrypted ones. */
const IIF = /^!(HDR|ACCNT)\b/;
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];

export interface StatementFile extends Report {
  /** What was assumed about the file, for the person to see. */
  readonly notes: readonly string[];
}

/**
 * Reads an exported profit and loss report: XLSX or CSV of QuickBooks Desktop or Online, or Online's report as JSON. A file
 * that is not understood has no statements, but problems that name sheet and cell, or line; nothing is thrown.
 */
export async function readStatementFile(bytes: Uint8Array): Promise<StatementFile> {
  try {
    return await read(bytes);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { statements: [], problems: [statementProblem(error.where, error.message)], notes: [] };
  }
}

async function read(bytes: Uint8Array): Promise<StatementFile> {
  if (bytes.length > MAX_FILE_BYTES) throw new FileError(`The file is larger than ${MAX_FILE_BYTES / 1_000_000} MB`);
  if (isCompoundFile(bytes)) {
    throw new FileError('The workbook is encrypted or in the format of Excel 97: save it as .xlsx without a password');
  }
  if (isZip(bytes)) return { ...readStatementGrid(chosen(await workbookGrids(bytes))), notes: [] };
  const { text, note } = decodeText(bytes);
  const notes = note === null ? [] : [note];
  if (/^\s*\{/.test(text)) return { ...readOnlineReport(parseJson(text)), notes };
  if (IIF.test(text)) {
    throw new FileError('An IIF list holds accounts, but no month: export Profit & Loss as XLSX or CSV');
  }
  return { ...readStatementGrid(chosen([csvGrid(text, isStatementGrid)])), notes };
}

/** Whether a file is an IIF list, which holds accounts and no statement (iif-chart.ts). */
export function isIif(bytes: Uint8Array): boolean {
  return IIF.test(decodeText(bytes.subarray(0, 64)).text);
}

export function isZip(bytes: Uint8Array): boolean {
  return startsWith(bytes, ZIP);
}

/** Whether a file is a workbook of Excel 97, or an encrypted one. */
export function isCompoundFile(bytes: Uint8Array): boolean {
  return startsWith(bytes, COMPOUND);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FileError('The file is no valid JSON');
  }
}

/** The sheet is chosen by its labels: a workbook of QuickBooks Desktop begins with the balance sheet. */
function chosen(grids: readonly Grid[]): Grid {
  const statements = grids.filter(isStatementGrid);
  const [first, second] = statements;
  if (first && second) {
    const names = statements.map(({ name }) => name).join(', ');
    throw new FileError(`Several sheets hold a profit and loss statement: ${names}. Keep one`);
  }
  if (first) return first;
  throw new FileError(
    'No profit and loss statement with English labels, such as Income and Net Income, is in the file: it is another report, or its language is not known',
  );
}
