import { type Cell, type CellStyle, type CellValue, type SheetChart, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { columnName } from '#src/core/transfer/table.ts';

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

/** A value without a look of its own, which takes a tenth of the memory: thousands of changes are such. */
export type PlainCell = string | number | Date | null;

export interface BookSheet {
  readonly name: string;
  /** Null cells are empty. */
  readonly rows: readonly (readonly (BookCell | PlainCell)[])[];
  /** Widths in characters, from the first column. */
  readonly widths: readonly number[];
  /** How the numbers of a column are shown whose cells do not say it: by column from 0. */
  readonly columnStyles?: ReadonlyMap<number, NumberStyle>;
  readonly freeze: { readonly rows: number; readonly columns: number };
  readonly charts?: readonly BookChart[];
  /** Whether it prints to as many pages as it is long; otherwise to one. */
  readonly isLong?: boolean;
  /** Whether only open cells can be typed into; there is no password. */
  readonly isProtected?: boolean;
  /** Very hidden: no menu of the program shows it. */
  readonly isHidden?: boolean;
}

/** A line chart of one series, drawn by the reading program. Empty cells and errors are gaps. */
export interface BookChart {
  readonly title: string;
  /** Ranges with their sheet, such as `Review!$B$3:$M$3`. */
  readonly categories: string;
  readonly values: string;
  /** How many cells each of these ranges has. */
  readonly points: number;
  readonly style: NumberStyle;
  readonly places: number;
  /** The cell of its left upper corner, and the one after its right lower corner. From 0. */
  readonly from: { readonly row: number; readonly column: number };
  readonly to: { readonly row: number; readonly column: number };
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
const LINE = '1F4E79';
/** In inches. */
const MARGINS = { top: 0.4, right: 0.3, bottom: 0.5, left: 0.3, header: 0.2, footer: 0.2 };
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

function writtenSheet(sheet: BookSheet): WriteSheet {
  const { name, widths, columnStyles, freeze, charts = [], isLong, isProtected, isHidden } = sheet;
  const { rows, cells } = writtenCells(sheet);
  return {
    name,
    ...{ rows, cells },
    columns: widths.map((width, column) => {
      const style = columnStyles?.get(column);
      return { width, ...(style && { numFmt: formatOf(style) }) };
    }),
    freezePane: freeze,
    headerFooter: { oddFooter: '&L&A&RPage &P of &N' },
    pageSetup: {
      margins: MARGINS,
      ...{ paperSize: 'letter', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: isLong ? 0 : 1 },
      ...(freeze.rows > 0 && { printTitlesRow: `$1:$${freeze.rows}` }),
    },
    ...(charts.length > 0 && { charts: charts.map(writtenChart), view: { showGridLines: false } }),
    ...(isProtected && { protection: { sheet: true, selectLockedCells: true, selectUnlockedCells: true } }),
    ...(isHidden && { veryHidden: true }),
  };
}

function writtenCells({ rows }: BookSheet): { rows: CellValue[][]; cells: Map<string, Partial<Cell>> } {
  const cells = new Map<string, Partial<Cell>>();
  const plain = rows.map((ofRow, row) =>
    ofRow.map((cell, column): CellValue => {
      if (isPlain(cell)) {
        if (typeof cell !== 'string') return cell;
        if (!ERROR_NAME.test(cell)) return wellFormed(cell);
      }
      cells.set(`${row},${column}`, writtenCell(isPlain(cell) ? { value: cell } : cell));
      return null;
    }),
  );
  return { rows: plain, cells };
}

function isPlain(cell: BookCell | PlainCell): cell is PlainCell {
  return cell === null || typeof cell !== 'object' || cell instanceof Date;
}

const X_AXIS = { tickLblPos: 'low', majorTickMark: 'none', minorTickMark: 'none' } as const;
const Y_AXIS = { majorTickMark: 'out', minorTickMark: 'none' } as const;
/** More labels than these overlap. */
const MAX_LABELS = 24;

function writtenChart({ title, categories, values, points, style, places, from, to }: BookChart): SheetChart {
  const every = Math.ceil(points / MAX_LABELS);
  return {
    ...{ type: 'line', title, legend: false, dispBlanksAs: 'gap', altText: title, titleFontSize: 11, titleBold: true },
    // Its data may be on a hidden sheet.
    plotVisOnly: false,
    anchor: { from: { row: from.row, col: from.column }, to: { row: to.row, col: to.column } },
    series: [
      {
        ...{ name: title, values, categories, color: LINE, stroke: { width: 1.75 } },
        marker: { symbol: 'circle', size: 4, fill: LINE, line: LINE },
      },
    ],
    axes: {
      x: {
        numberFormat: { formatCode: 'mmm yy' },
        labelFontSize: 8,
        labelRotation: -45,
        ...X_AXIS,
        tickLblSkip: every,
      },
      y: { numberFormat: { formatCode: axisFormatOf(style, places) }, labelFontSize: 8, ...Y_AXIS },
    },
  };
}

function writtenCell({ value, formula, comment, ...look }: BookCell): Partial<Cell> {
  const common = {
    style: styleOf(look),
    ...(comment && { comment: { text: wellFormed(comment), author: 'qbr-server' } }),
  };
  if (formula !== undefined) {
    return { ...common, type: 'formula', value: value ?? '', formula, formulaResult: value ?? '' };
  }
  if (typeof value === 'string') {
    const text = wellFormed(value);
    // As plain text the writer would make an error of it.
    return ERROR_NAME.test(text)
      ? { ...common, type: 'richText', value: text, richText: [{ text }] }
      : { ...common, type: 'string', value: text };
  }
  return { ...common, value, type: typeof value === 'number' ? 'number' : 'date' };
}

const ERROR_NAME = /^#[A-Z0-9/_]+[!?]?$/;
/** What a spreadsheet would take for the code of a character. */
const CHARACTER_CODE = /_(?=x[0-9A-Fa-f]{4}_)/g;

/** The text without the characters that XML cannot hold; the writer codes the other control characters. */
function wellFormed(text: string): string {
  return text.replace(/[\uFFFE\uFFFF]/g, '\uFFFD').replace(CHARACTER_CODE, '_x005F_');
}

function styleOf({ style, places, isOpen, isBold, isShaded, indent, isRight }: Omit<BookCell, 'value'>): CellStyle {
  // Without an alignment spreadsheets ignore the indentation.
  const alignment = {
    ...(indent && { indent, horizontal: 'left' as const }),
    ...(isRight && { horizontal: 'right' as const }),
  };
  return {
    ...(style && { numFmt: formatOf(style, places) }),
    ...(isBold && { font: { ...FONT, bold: true } }),
    ...(isShaded && { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: GREY } } }),
    alignment,
    protection: { locked: !isOpen },
  };
}

/** On an axis, where a rounded number is enough. */
function axisFormatOf(style: NumberStyle, places: number): string {
  return style === 'percentage' ? '0%' : formatOf(style, style === 'currency' ? 0 : places);
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
