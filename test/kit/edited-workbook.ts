import { type CellValue, readXlsx, writeXlsx } from 'hucre/xlsx';

/** An edit of a cell, `Review!C12`; null empties it. */
export type Edits = Readonly<Record<string, CellValue>>;

/**
 * A workbook as a spreadsheet saves it after some cells were typed over: formulas and their results stay as they were. Styles
 * and comments, which an import does not read, are lost.
 */
export async function editedWorkbook(bytes: Uint8Array, edits: Edits): Promise<Uint8Array> {
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  return writeXlsx({
    sheets: sheets.map(({ name, rows, cells, hidden, veryHidden }) => {
      const kept = new Map(cells);
      const values = rows.map((row) => [...row]);
      for (const [place, value] of Object.entries(edits)) {
        const [sheet, address = ''] = place.split('!');
        if (sheet !== name) continue;
        const { row, column } = placeOf(address);
        kept.delete(`${row},${column}`);
        const cellsOfRow = values[row];
        if (!cellsOfRow) throw new Error(`There is no row for ${place}`);
        cellsOfRow[column] = value;
      }
      return { name, rows: values, cells: kept, ...(hidden && { hidden }), ...(veryHidden && { veryHidden }) };
    }),
  });
}

/** The place of the row with a label, and a column: `Review!C12`. */
export async function cellOf(bytes: Uint8Array, sheet: string, label: string, column: string): Promise<string> {
  const { sheets } = await readXlsx(bytes);
  const row = sheets.find(({ name }) => name === sheet)?.rows.findIndex(([first]) => first === label) ?? -1;
  if (row === -1) throw new Error(`${sheet} has no row ${label}`);
  return `${sheet}!${column}${row + 1}`;
}

function placeOf(address: string): { readonly row: number; readonly column: number } {
  const [, letters = '', digits = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
  const column = [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(digits) - 1, column };
}
