import type { BookCell, BookSheet, PlainCell } from '#src/files/workbook-writer.ts';

/** A protected sheet with one row of headings, as long as its rows. */
export function sheetOfTexts(
  name: string,
  names: readonly string[],
  rows: readonly (readonly PlainCell[])[],
  widths: readonly number[],
): BookSheet {
  const head = names.map((value): BookCell => ({ value, isBold: true }));
  return { name, rows: [head, ...rows], widths, freeze: { rows: 1, columns: 0 }, isLong: true, isProtected: true };
}
