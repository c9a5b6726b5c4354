import { type Cell, type CellStyle, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { columnName } from './grid.ts';

/** How a cell's number is shown. */
export type NumberStyle = 'currency' | 'percentage' | 'number' | 'month' | 'date';

/** A cell of a workbook to write. A text is never taken for a formula, whatever it begins with. */
export interface BookCell {
  readonly value: string | number | Date | null;
  /** Without `=`; `value` is then its result. */
  readonly formula?: string;
  readonly style?: NumberStyle;
  /** Decimal places of a number; 2 for money and percentages. */
  readonly places?: number;
  readonly comment?: string;
  /** Whether it may be typed into. */
  readonly isOpen?: boolean;
  readonly isBold?: boolean;
  readonly isRight?: boolean;
  /** Shaded, such as a closed month. */
  readonly isShaded?: boolean;
  readonly indent?: number;
}

export interface BookSheet {
  readonly name: string;
  /** Null cells are empty. */
  readonly rows: readonly (readonly (BookCell | null)[])[];
  /** Widths in characters, from the first column. */
  readonly widths: readonly number[];
  readonly freeze: { readonly rows: number; readonly columns: number };
  /** Whether only open cells can be typed into; there is no password. */
  readonly isProtected?: boolean;
  /** Very hidden: no menu of the program shows it. */
  readonly isHidden?: boolean;
}

export interface Book {
  readonly title: string;
  readonly author: string;
  /** Written as the time of creation and of change, so that the same book has the same bytes. */
  readonly at: Date;
  readonly sheets: readonly BookSheet[];
  /** Names of ranges, such as `Review!$B$3:$M$3` by `mrr`. */
  readonly names: ReadonlyMap<string, string>;
}

const GREY = 'FFEDEFF2';
const FONT = { name: 'Calibri', size: 11 };

/** Writes a workbook as XLSX. hucre is used in `files/workbook-*.ts` alone, so that it can be replaced. */
export async function writeWorkbook({ title, author, at, sheets, names }: Book): Promise<Uint8Array> {
  return writeXlsx({
    properties: { title, creator: author, lastModifiedBy: author, created: at, modified: at },
    defaultFont: FONT,
    namedRanges: [...names].map(([name, range]) => ({ name, range })),
    sheets: sheets.map(writtenSheet),
  });
}

/** The address of a cell, from 0: `B3`; with `$` for one that does not move. */
export function cellName(row: number, column: number): string {
  return `${columnName(column)}${row + 1}`;
}

function writtenSheet({ name, rows, widths, freeze, isProtected, isHidden }: BookSheet): WriteSheet {
  const cells = new Map<string, Partial<Cell>>();
  for (const [row, ofRow] of rows.entries()) {
    for (const [column, cell] of ofRow.entries()) {
      if (cell) cells.set(`${row},${column}`, writtenCell(cell));
    }
  }
  return {
    name,
    cells,
    rows: rows.map((row) => row.map(() => null)),
    columns: widths.map((width) => ({ width })),
    freezePane: freeze,
    pageSetup: { paperSize: 'letter', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 1 },
    ...(isProtected && { protection: { sheet: true, selectLockedCells: true, selectUnlockedCells: true } }),
    ...(isHidden && { veryHidden: true }),
  };
}

function writtenCell({ value, formula, comment, ...look }: BookCell): Partial<Cell> {
  const common = { style: styleOf(look), ...(comment && { comment: { text: comment, author: 'qbr-server' } }) };
  if (formula !== undefined) {
    return { ...common, type: 'formula', value: value ?? '', formula, formulaResult: value ?? '' };
  }
  return {
    ...common,
    value,
    type: typeof value === 'number' ? 'number' : typeof value === 'string' ? 'string' : 'date',
  };
}

function styleOf({ style, places, isOpen, isBold, isShaded, indent, isRight }: Omit<BookCell, 'value'>): CellStyle {
  const alignment = { ...(indent && { indent }), ...(isRight && { horizontal: 'right' as const }) };
  return {
    ...(style && { numFmt: formatOf(style, places) }),
    ...(isBold && { font: { ...FONT, bold: true } }),
    ...(isShaded && { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: GREY } } }),
    alignment,
    protection: { locked: !isOpen },
  };
}

function formatOf(style: NumberStyle, places = 2): string {
  const decimals = places > 0 ? `.${'0'.repeat(places)}` : '';
  switch (style) {
    case 'currency':
      return `"$"#,##0${decimals};[Red]-"$"#,##0${decimals}`;
    case 'percentage':
      return '0.00%;[Red]-0.00%';
    case 'number':
      return `#,##0${places > 0 ? `.${'#'.repeat(places)}` : ''};[Red]-#,##0${places > 0 ? `.${'#'.repeat(places)}` : ''}`;
    case 'month':
      return 'mmm yyyy';
    case 'date':
      return 'yyyy-mm-dd hh:mm';
  }
}
