/** A whole quoted cell: quotes inside are doubled, tabs and line ends are part of it. */
const QUOTED = /"([^"]*(?:""[^"]*)*)"(?=[\t\r\n]|$)/y;
const PLAIN = /[^\t\r\n]*/y;
const LINE_END = /\r\n|\r|\n/y;

/**
 * Parses a spreadsheet's clipboard text: tabs separate cells, line ends rows. A cell that begins with a quote is quoted only
 * if it also ends with one; otherwise the quote is part of its text. Empty rows at the end are dropped.
 */
export function clipboardCells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const taken = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    row.push(taken(QUOTED)?.[1]?.replaceAll('""', '"') ?? taken(PLAIN)?.[0] ?? '');
    if (text[at] === '\t') at += 1;
    else {
      rows.push(row);
      row = [];
      if (!taken(LINE_END)) return withoutBlankEnd(rows);
    }
  }
}

function withoutBlankEnd(rows: readonly string[][]): string[][] {
  const last = rows.findLastIndex((row) => row.some((cell) => cell.trim() !== ''));
  return rows.slice(0, last + 1);
}
