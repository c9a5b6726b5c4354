/** `A` for 0, as a spreadsheet names it. A sample has at most 20 columns. */
export function columnLetter(column: number): string {
  return String.fromCharCode(65 + column);
}
