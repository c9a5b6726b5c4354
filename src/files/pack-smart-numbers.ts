import type { PackChange, PackContent, PackSmartNumber } from './pack-content.ts';
import { COLOURS, type PackDocument, type Structure, type TextStyle, TONES } from './pack-document.ts';
import { describedPoints, drawSparkline } from './pack-sparkline.ts';
import { drawStatusSign, STATUS_COLOURS } from './pack-status-sign.ts';
import { drawRule } from './pack-table.ts';

const NAME: TextStyle = { size: 8.5 };
const VALUE: TextStyle = { size: 10.5, isBold: true, align: 'right' };
const PLAIN: TextStyle = { size: 8.5 };
const NOTE: TextStyle = { size: 7, colour: COLOURS.quiet };
const HEAD: TextStyle = { size: 7.5, isBold: true, colour: COLOURS.quiet };
const CATEGORY: TextStyle = { size: 9, isBold: true, colour: COLOURS.accent };
const PADDING = 3.4;
const SIGN = 6.5;
const SIGN_ROOM = 11;
const SPARKLINE = { width: 66, height: 19 };

/** Shares of the width, and the space left between two columns. */
const SHARES = { name: 0.295, value: 0.145, status: 0.165, previous: 0.135, yearAgo: 0.135, trend: 0.125 } as const;
const GAP = 9;
type Column = keyof typeof SHARES;

interface Span {
  readonly x: number;
  readonly width: number;
}

/** A text of a cell, line after line. */
interface Line {
  readonly text: string;
  readonly style: TextStyle;
}

/** The SmartNumbers: value, status, changes and a sparkline, by category. */
export function drawSmartNumbers(document: PackDocument, content: PackContent): void {
  const spans = spansOf(document);
  const table = document.element('Table');
  drawHead(document, content, spans, table);
  for (const { title, numbers } of content.smartNumbers) {
    for (const [index, number] of numbers.entries()) {
      const cells = cellsOf(number);
      const height = heightOf(document, cells, spans);
      if (!document.hasRoomFor(height + (index === 0 ? 20 : 0))) {
        document.addPage();
        drawHead(document, content, spans, null);
      }
      if (index === 0) drawCategory(document, title, table);
      drawNumber(document, number, { cells, spans, height, table });
    }
  }
  table.end();
}

function spansOf(document: PackDocument): Record<Column, Span> {
  const { left, width } = document.area;
  let x = left;
  const entries = Object.entries(SHARES).map(([column, share]) => {
    const span = { x, width: width * share - GAP };
    x += width * share;
    return [column, span] as const;
  });
  return Object.fromEntries(entries) as Record<Column, Span>;
}

function drawHead(
  document: PackDocument,
  { label, previousLabel, yearAgoLabel, smartNumbers }: PackContent,
  spans: Record<Column, Span>,
  table: Structure | null,
): void {
  const count = smartNumbers[0]?.numbers[0]?.points.length ?? 0;
  const heads: Record<Column, string> = {
    name: 'SmartNumber',
    value: label,
    status: 'Status',
    previous: `Since ${previousLabel}`,
    yearAgo: `Since ${yearAgoLabel}`,
    trend: `Last ${count} periods`,
  };
  const row = table && document.elementOf(table, 'TR', {});
  const height = Math.max(...columns().map((each) => document.heightOf(heads[each], HEAD, spans[each].width)));
  for (const each of columns()) {
    const { x, width } = spans[each];
    const y = document.y + height - document.heightOf(heads[each], HEAD, width);
    const align = each === 'value' ? 'right' : 'left';
    const draw = () => document.print(heads[each], { ...HEAD, align }, { x, y, width });
    if (row) document.elementOf(row, 'TH', { scope: 'Column' }, draw);
    else document.artifact(draw, 'Pagination');
  }
  row?.end();
  document.y += height + 3;
  drawRule(document, COLOURS.quiet, 0.8);
}

function columns(): Column[] {
  return Object.keys(SHARES) as Column[];
}

function drawCategory(document: PackDocument, title: string, table: Structure): void {
  const { left, width } = document.area;
  document.artifact(() => document.pdf.rect(left, document.y + 3, width, 15).fill(COLOURS.shade));
  const row = document.elementOf(table, 'TR', {});
  const place = { x: left + 4, y: document.y + 5.5, width: width - 8 };
  document.elementOf(row, 'TH', { scope: 'Row' }, () => document.print(title, CATEGORY, place));
  row.end();
  document.y += 18;
}

type Cells = Record<Exclude<Column, 'trend'>, readonly Line[]>;

function cellsOf(number: PackSmartNumber): Cells {
  const { status, statusWord, limits, coverage } = number;
  const colour = status === 'NONE' ? COLOURS.quiet : STATUS_COLOURS[status];
  return {
    name: [{ text: number.label, style: NAME }, ...noted(coverage)],
    value: [{ text: number.formatted, style: VALUE }],
    status: [{ text: statusWord, style: { ...PLAIN, isBold: status !== 'NONE', colour } }, ...noted(limits)],
    previous: changeLines(number.previous),
    yearAgo: changeLines(number.yearAgo),
  };
}

function changeLines({ text, from, tone }: PackChange): readonly Line[] {
  if (from === null) return [{ text, style: NOTE }];
  return [{ text, style: { ...PLAIN, colour: TONES[tone] } }, ...noted(`from ${from}`)];
}

function noted(text: string | null): Line[] {
  return text ? [{ text, style: NOTE }] : [];
}

function heightOf(document: PackDocument, cells: Cells, spans: Record<Column, Span>): number {
  const heights = Object.entries(cells).map(([column, lines]) =>
    lines.reduce((sum, { text, style }) => sum + document.heightOf(text, style, widthIn(column as Column, spans)), 0),
  );
  return Math.max(SPARKLINE.height, ...heights) + 2 * PADDING;
}

/** The status leaves room for its sign. */
function widthIn(column: Column, spans: Record<Column, Span>): number {
  return spans[column].width - (column === 'status' ? SIGN_ROOM : 0);
}

function drawNumber(
  document: PackDocument,
  number: PackSmartNumber,
  given: {
    readonly cells: Cells;
    readonly spans: Record<Column, Span>;
    readonly height: number;
    readonly table: Structure;
  },
): void {
  const { cells, spans, height, table } = given;
  const top = document.y + PADDING;
  const row = document.elementOf(table, 'TR', {});
  for (const [name, lines] of Object.entries(cells)) {
    const column = name as Column;
    const isName = column === 'name';
    const { status } = number;
    if (column === 'status' && status !== 'NONE') {
      const sign = { x: spans.status.x, y: top + 1.4, size: SIGN };
      document.artifact(() => drawStatusSign(document, status, sign));
    }
    const options = isName ? ({ scope: 'Row' } as const) : {};
    const parts = linesAt(document, lines, { ...spans[column], column, top });
    document.elementOf(row, isName ? 'TH' : 'TD', options, ...parts);
  }
  drawTrend(document, number, { x: spans.trend.x, y: top, row });
  row.end();
  document.y += height;
  drawRule(document, COLOURS.rule, 0.4);
}

/** What draws each line beneath the one before. */
function linesAt(
  document: PackDocument,
  lines: readonly Line[],
  { x, width, column, top }: Span & { readonly column: Column; readonly top: number },
): (() => void)[] {
  const room = column === 'status' ? SIGN_ROOM : 0;
  let next = top;
  return lines.map(({ text, style }) => {
    const place = { x: x + room, y: next, width: width - room };
    next += document.heightOf(text, style, place.width);
    return () => document.print(text, style, place);
  });
}

function drawTrend(
  document: PackDocument,
  { points }: PackSmartNumber,
  { x, y, row }: { readonly x: number; readonly y: number; readonly row: Structure },
): void {
  const box = { x, y, ...SPARKLINE };
  const alt = describedPoints(points);
  const cell = document.elementOf(row, 'TD', {});
  const bbox = [x, y, x + box.width, y + box.height] as const;
  document.elementOf(cell, 'Figure', { alt, bbox }, () => drawSparkline(document, points, box));
  cell.end();
}
