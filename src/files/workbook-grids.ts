import { readXlsx, type Sheet } from 'hucre/xlsx';
import { FileError } from './file-error.ts';
import { columnName, type Grid, type GridCell, MAX_COLUMNS, MAX_ROWS, refuseOversized } from './grid.ts';
import { repackZip } from './zip-parts.ts';

/** A statement of 3,000 accounts and 36 months unpacks to 6 MB. */
const LIMITS = { parts: 200, bytes: 24_000_000, ratio: 100 };
const LAST_CELL = `${columnName(MAX_COLUMNS)}${MAX_ROWS + 1}`;
/** What a table consists of. Pictures, controls, macros and links to other workbooks stay unread. */
const NEEDED =
  /^(\[Content_Types\]\.xml|_rels\/.*|xl\/(workbook|sharedStrings|styles)\.xml|xl\/(_rels|worksheets)\/.*)$/;

/**
 * Reads the visible sheets of an XLSX file. hucre is used in this file alone, so that it can be replaced.
 * @throws FileError for a file that is no workbook, is encrypted, damaged or over a limit
 */
export async function workbookGrids(bytes: Uint8Array): Promise<Grid[]> {
  const safe = await repackZip(bytes, LIMITS, (name) => NEEDED.test(name));
  const sheets = await sheetsOf(safe);
  return sheets.map((sheet) => {
    refuseOversized(sheet.rows, sheet.name.trim());
    return gridOf(sheet);
  });
}

async function sheetsOf(bytes: Uint8Array): Promise<Sheet[]> {
  try {
    const isVisible = (info: { hidden?: boolean; veryHidden?: boolean }) => !info.hidden && !info.veryHidden;
    const { sheets } = await readXlsx(bytes, { readStyles: true, sheets: isVisible, range: `A1:${LAST_CELL}` });
    return sheets;
  } catch {
    throw new FileError('The file is damaged or no workbook');
  }
}

function gridOf({ name, rows, cells }: Sheet): Grid {
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
function gridCell(value: GridCell | undefined, formula: string | undefined): GridCell {
  if (value !== null && value !== undefined && value !== '') return value;
  return formula === undefined ? null : { formula };
}
