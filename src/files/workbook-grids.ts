import { readXlsx, type Sheet } from 'hucre/xlsx';
import { columnName, type TableCell } from '#src/core/transfer/table.ts';
import { FileError } from './file-error.ts';
import { type Grid, MAX_COLUMNS, MAX_ROWS, refuseOversized } from './grid.ts';
import { repackZip } from './zip-parts.ts';

/** A statement of 3,000 accounts and 36 months unpacks to 6 MB. */
const LIMITS = { parts: 200, bytes: 24_000_000, ratio: 100 };
const LAST_CELL = `${columnName(MAX_COLUMNS)}${MAX_ROWS + 1}`;
/** What a table consists of. Pictures, controls, macros and links to other workbooks stay unread. */
const NEEDED =
  /^(\[Content_Types\]\.xml|_rels\/.*|xl\/(workbook|sharedStrings|styles)\.xml|xl\/(_rels|worksheets)\/.*)$/;
const NEEDED_OF_ODS = /^(mimetype|META-INF\/manifest\.xml|content\.xml|styles\.xml|meta\.xml)$/;
const ODS_TYPE = 'application/vnd.oasis.opendocument.spreadsheet';

/**
 * Reads the visible sheets of an XLSX file.
 * @throws FileError for a file that is no workbook, is encrypted, damaged or over a limit
 */
export async function workbookGrids(bytes: Uint8Array): Promise<Grid[]> {
  return (await workbookSheets(bytes)).map(gridOf);
}

/**
 * The sheets of an XLSX or ODS file as hucre reads them, which only `files/workbook-*.ts` do, so that it can be replaced.
 * @param alsoHidden name of a sheet that is read even if it is hidden
 * @throws FileError for a file that is no workbook, is encrypted, damaged or over a limit
 */
export async function workbookSheets(bytes: Uint8Array, alsoHidden?: string): Promise<Sheet[]> {
  const isOds = Buffer.from(bytes.subarray(0, 200)).includes(ODS_TYPE);
  const safe = await repackZip(bytes, LIMITS, (name) => (isOds ? NEEDED_OF_ODS : NEEDED).test(name));
  const sheets = await sheetsOf(safe, { isOds, alsoHidden });
  for (const { rows, name } of sheets) refuseOversized(rows, name.trim());
  return sheets;
}

async function sheetsOf(
  bytes: Uint8Array,
  { isOds, alsoHidden }: { readonly isOds: boolean; readonly alsoHidden: string | undefined },
): Promise<Sheet[]> {
  const isWanted = ({ name, hidden, veryHidden }: { name: string; hidden?: boolean; veryHidden?: boolean }) =>
    (!hidden && !veryHidden) || name === alsoHidden;
  const options = { readStyles: true, sheets: isWanted, range: `A1:${LAST_CELL}` };
  try {
    const read = isOds ? (await import('hucre/ods')).readOds : readXlsx;
    return (await read(bytes, options)).sheets;
  } catch {
    throw new FileError('The file is damaged or no workbook');
  }
}

/** The cells of a sheet: results of formulas, or formulas that have none. */
export function gridOf({ name, rows, cells }: Sheet): Grid {
  return {
    name: name.trim(),
    rows: rows.map((row, index) =>
      row.map((value, column) => gridCell(value, cells?.get(`${index},${column}`)?.formula)),
    ),
    indent: (row, column) => cells?.get(`${row},${column}`)?.style?.alignment?.indent ?? 0,
    place: (row, column) => `${name.trim()}!${columnName(column)}${row + 1}`,
  };
}

/** The result that the file holds, else the formula. */
function gridCell(value: TableCell | undefined, formula: string | undefined): TableCell {
  if (value !== null && value !== undefined && value !== '') return value;
  return formula === undefined ? null : { formula };
}
