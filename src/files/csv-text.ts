/** Makes a spreadsheet read the file as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Texts that a spreadsheet would take for a formula. */
const FORMULA_START = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/**
 * A line of CSV (RFC 4180), with its line end. A text that a spreadsheet would take for a formula gets an apostrophe, which an
 * import takes away again; numbers do not, so that `-5` stays a number.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(neutral(cell))).join(',')}\r\n`;
}

function neutral(text: string): string {
  return FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
