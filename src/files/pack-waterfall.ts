import type { PackPart, PackWaterfall } from './pack-content.ts';
import { COLOURS, type PackDocument, type TextStyle } from './pack-document.ts';

const NAME: TextStyle = { size: 8 };
const ROW = 13;
const NAME_WIDTH = 200;
const NUMBER_WIDTH = 76;
const BAR = 7;
/** So that a part that is next to nothing is seen. */
const THINNEST = 0.8;
/** Apart for colour-blind people and in grey; whether a rise is better depends on the number. */
const RISE = '#0072b2';
const FALL = '#c75000';

/** The height of a waterfall. */
export function heightOfWaterfall({ parts }: PackWaterfall): number {
  return (parts.length + 1) * ROW + 6;
}

/** A row for each part: its name, a bar that begins where the one before ended, and its number; the whole change last. */
export function drawWaterfall(document: PackDocument, { parts, total }: PackWaterfall): void {
  const ends: number[] = [];
  for (const { amount } of parts) ends.push((ends.at(-1) ?? 0) + Number(amount));
  const least = Math.min(0, ...ends);
  const range = Math.max(0, ...ends) - least || 1;
  document.y += 2;
  const placeOf = (value: number) => (value - least) / range;
  const zero = placeOf(0);
  for (const [index, part] of parts.entries()) {
    drawRow(document, part, { zero, from: placeOf(ends[index - 1] ?? 0), to: placeOf(ends[index] ?? 0) });
  }
  drawRow(document, total, { zero, from: zero, to: placeOf(ends.at(-1) ?? 0), isBold: true });
  document.y += 4;
}

/** Where a bar begins and ends, as fractions of the width. */
interface Bar {
  readonly zero: number;
  readonly from: number;
  readonly to: number;
  readonly isBold?: boolean;
}

function drawRow(document: PackDocument, { label, formatted }: PackPart, bar: Bar): void {
  const { left, width } = document.area;
  const style = { ...NAME, isBold: bar.isBold ?? false };
  const y = document.y;
  const number = { x: left + width - NUMBER_WIDTH, y, width: NUMBER_WIDTH };
  document.element(
    'P',
    () => document.printLine(label, style, { x: left, y, width: NAME_WIDTH - 8 }),
    () => document.print(formatted, { ...style, align: 'right' }, number),
  );
  document.artifact(() => drawBar(document, bar));
  document.y += ROW;
}

/** The text says the same. */
function drawBar({ pdf, area, y }: PackDocument, { zero, from, to }: Bar): void {
  const room = area.width - NAME_WIDTH - NUMBER_WIDTH - 8;
  const place = (share: number) => area.left + NAME_WIDTH + share * room;
  const bar = Math.max(Math.abs(to - from) * room, THINNEST);
  pdf.rect(place(Math.min(from, to)), y + 1, bar, BAR).fill(to < from ? FALL : RISE);
  pdf
    .moveTo(place(zero), y - 2)
    .lineTo(place(zero), y + ROW - 2)
    .lineWidth(0.5)
    .stroke(COLOURS.quiet);
}
