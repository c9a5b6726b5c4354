/** Makes a spreadsheet read the file as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Texts that a spreadsheet would take for a formula, with the apostrophes of `neutralText` or without. */
const FORMULA_START = /^'*[=+\-@\t\r]/;
const NEUTRALIZED = /^'+[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/**
 * A text that no spreadsheet takes for a formula: one that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an
 * apostrophe before it. A number does not, so that `-5` stays a number. `textOfNeutral` undoes it for every text.
 */
export function neutralText(text: string): string {
  return FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** The text that `neutralText` was given. */
export function textOfNeutral(text: string): string {
  return NEUTRALIZED.test(text) ? text.slice(1) : text;
}

/** A line of CSV (RFC 4180), with its line end. Texts are neutral: see `neutralText`. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(neutralText(cell))).join(',')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
