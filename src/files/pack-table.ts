import type { PackCell, PackColumn, PackRow, PackTable } from './pack-content.ts';
import { COLOURS, type PackDocument, type Structure, type TextStyle, TONES } from './pack-document.ts';

/** How a table is set. */
export interface TableLook {
  readonly size: number;
  /** Space above and beneath the text of a row. */
  readonly padding: number;
  /** Pages that the table begins. */
  readonly layout?: 'portrait' | 'landscape';
}

interface Placed {
  readonly column: PackColumn & { readonly isFirst: boolean };
  readonly x: number;
  readonly width: number;
}

/** Of the size of the text. */
const GAP = 0.75;
const NOTE = 0.86;
/** How much of the room beside a single column of names goes to the numbers, so that the eye finds their row. */
const SPREAD = 0.6;
const INDENT = 10;

/** Prints a table. It goes on over pages, each beginning with the names of its columns. */
export function drawTable(document: PackDocument, table: PackTable, look: TableLook): void {
  const places = placesOf(document, table, look);
  const element = document.element('Table');
  const begin = (isRepeated: boolean) => drawHead(document, places, look, isRepeated ? null : element);
  if (!document.hasRoomFor(4 * look.size * 1.6)) document.addPage(look.layout);
  begin(false);
  for (const { heading, rows } of table.blocks) {
    for (const [index, row] of rows.entries()) {
      const above = index === 0 && heading !== null ? headingHeight(look) : 0;
      const height = rowHeight(document, row, places, look);
      if (!document.hasRoomFor(above + height)) {
        document.addPage(look.layout);
        begin(true);
      }
      if (index === 0 && heading !== null) drawHeading(document, heading, look, element);
      drawRow(document, row, { places, look, height, element });
    }
  }
  element.end();
  document.y += 10;
}

/** The first of some looks in which the numbers of a table fit beside each other on the page; null if none does. */
export function fittingLook(document: PackDocument, table: PackTable, looks: readonly TableLook[]): TableLook | null {
  const { width } = document.area;
  return looks.find((look) => total(numberWidths(document, table, look)) + LEAST_NAME * look.size <= width) ?? null;
}

/** Of the size of the text: long names wrap. */
const LEAST_NAME = 17;

/** Columns of numbers are as wide as their widest, or wider beside a single column of names; columns of texts share the rest. */
function placesOf(document: PackDocument, table: PackTable, look: TableLook): Placed[] {
  const { left, width } = document.area;
  const numbers = numberWidths(document, table, look);
  const count = table.columns.filter(({ isNumeric }) => isNumeric).length;
  const free = width - total(numbers);
  const spare = table.columns.length - count === 1 ? Math.max(0, free - nameWidth(document, table, look)) : 0;
  const extra = count === 0 ? 0 : (spare * SPREAD) / count;
  const shares = total(table.columns.map(({ isNumeric, share = 1 }) => (isNumeric ? 0 : share)));
  let x = left;
  return table.columns.map((column, index) => {
    const own = column.isNumeric
      ? (numbers[index] ?? 0) + extra
      : ((free - extra * count) * (column.share ?? 1)) / shares;
    const placed = { column: { ...column, isFirst: index === 0 }, x, width: own };
    x += own;
    return placed;
  });
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

/** The width of the widest name. */
function nameWidth(document: PackDocument, { blocks }: PackTable, { size }: TableLook): number {
  const names = blocks.flatMap(({ rows }) => rows.map(({ cells }) => cells[0]?.text ?? ''));
  return Math.max(0, ...names.map((name) => document.widthOf(name, { size }))) + INDENT + GAP * size;
}

function numberWidths(document: PackDocument, table: PackTable, look: TableLook): number[] {
  return table.columns.map((_, index) => numberWidth(document, table, index, look));
}

/** 0 for a column of texts. */
function numberWidth(document: PackDocument, { columns, blocks }: PackTable, index: number, look: TableLook): number {
  const column = columns[index];
  if (!column?.isNumeric) return 0;
  const style = styleOf({ text: '' }, look, column);
  const texts = blocks.flatMap(({ rows }) => rows.map(({ cells }) => cells[index]?.text ?? ''));
  const words = column.label.split(' ');
  const head = Math.max(...words.map((word) => document.widthOf(word, headStyle(look))));
  return Math.max(head, ...[...new Set(texts)].map((text) => document.widthOf(text, style))) + GAP * look.size + 1;
}

function headStyle({ size }: TableLook): TextStyle {
  return { size: size * 0.94, isBold: true, colour: COLOURS.quiet };
}

function styleOf({ tone = 'plain' }: PackCell, { size }: TableLook, { isNumeric, isTotal }: PackColumn): TextStyle {
  return { size, colour: TONES[tone], align: isNumeric ? 'right' : 'left', isBold: isTotal === true };
}

function noteStyle(look: TableLook, { isNumeric }: PackColumn): TextStyle {
  return { size: look.size * NOTE, colour: COLOURS.quiet, align: isNumeric ? 'right' : 'left' };
}

/** The place of a cell's text: numbers end at the right edge, texts leave a gap on both sides. */
function inner(
  { x, width, column }: Placed,
  { size }: TableLook,
  isIndented = false,
): { readonly x: number; readonly width: number } {
  const gap = GAP * size;
  if (column.isNumeric) return { x: x + gap - 1, width: width - gap + 1 };
  const before = (column.isFirst ? 0 : gap) + (isIndented ? INDENT : 0);
  return { x: x + before, width: width - before - gap };
}

function drawHead(document: PackDocument, places: readonly Placed[], look: TableLook, element: Structure | null): void {
  const style = headStyle(look);
  const height = Math.max(
    ...places.map((each) => document.heightOf(each.column.label, style, inner(each, look).width)),
  );
  const top = document.y;
  const row = element && document.elementOf(element, 'TR', {});
  for (const each of places) {
    const { x, width } = inner(each, look);
    const textHeight = document.heightOf(each.column.label, style, width);
    const draw = () => {
      const align = each.column.isNumeric ? 'right' : 'left';
      document.print(each.column.label, { ...style, align }, { x, y: top + height - textHeight, width });
    };
    if (row) document.elementOf(row, 'TH', { scope: 'Column' }, draw);
    else document.artifact(draw, 'Pagination');
  }
  row?.end();
  document.y = top + height + 3;
  drawRule(document, COLOURS.quiet, 0.8);
  document.y += 1;
}

function headingHeight({ size, padding }: TableLook): number {
  return size * 1.2 + 2 * padding + 3;
}

function drawHeading(document: PackDocument, heading: string, look: TableLook, element: Structure): void {
  const { left, width } = document.area;
  const height = headingHeight(look);
  document.artifact(() => document.pdf.rect(left, document.y, width, height - 2).fill(COLOURS.shade));
  const row = document.elementOf(element, 'TR', {});
  const style = { size: look.size, isBold: true, colour: COLOURS.accent };
  const place = { x: left + 4, y: document.y + look.padding, width: width - 8 };
  document.elementOf(row, 'TH', { scope: 'Row' }, () => document.print(heading, style, place));
  row.end();
  document.y += height - 1;
}

function rowHeight(document: PackDocument, row: PackRow, places: readonly Placed[], look: TableLook): number {
  const heights = row.cells.map((cell, index) => {
    const each = places[index];
    return each ? cellHeight(document, cell, { each, look, isIndented: row.isIndented === true && index === 0 }) : 0;
  });
  return Math.max(...heights) + 2 * look.padding;
}

function cellHeight(
  document: PackDocument,
  cell: PackCell,
  { each, look, isIndented }: { readonly each: Placed; readonly look: TableLook; readonly isIndented: boolean },
): number {
  const { width } = inner(each, look, isIndented);
  const note = cell.note ? document.heightOf(cell.note, noteStyle(look, each.column), width) : 0;
  return document.heightOf(cell.text || ' ', styleOf(cell, look, each.column), width) + note;
}

function drawRow(
  document: PackDocument,
  row: PackRow,
  {
    places,
    look,
    height,
    element,
  }: {
    readonly places: readonly Placed[];
    readonly look: TableLook;
    readonly height: number;
    readonly element: Structure;
  },
): void {
  const top = document.y + look.padding;
  const tagged = document.elementOf(element, 'TR', {});
  for (const [index, cell] of row.cells.entries()) {
    const each = places[index];
    if (!each) continue;
    const { x, width } = inner(each, look, row.isIndented === true && index === 0);
    const style = styleOf(cell, look, each.column);
    const drawText = () => cell.text !== '' && document.print(cell.text, style, { x, y: top, width });
    const drawNote = () => {
      const y = top + document.heightOf(cell.text || ' ', style, width);
      document.print(cell.note ?? '', noteStyle(look, each.column), { x, y, width });
    };
    const options = index === 0 ? ({ scope: 'Row' } as const) : {};
    document.elementOf(tagged, index === 0 ? 'TH' : 'TD', options, drawText, ...(cell.note ? [drawNote] : []));
  }
  tagged.end();
  document.y += height;
  drawRule(document, COLOURS.rule, 0.4);
}

/** A line over the width at the present place. */
export function drawRule(document: PackDocument, colour: string, thickness: number): void {
  const { left, width } = document.area;
  document.artifact(() =>
    document.pdf
      .moveTo(left, document.y)
      .lineTo(left + width, document.y)
      .lineWidth(thickness)
      .stroke(colour),
  );
}
