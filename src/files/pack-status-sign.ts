import type { ThresholdStatus } from '#src/core/metrics/threshold.ts';
import { COLOURS, type PackDocument } from './pack-document.ts';

/** Colours of the statuses; each also has a sign and a word. */
export const STATUS_COLOURS: Readonly<Record<Exclude<ThresholdStatus, 'NONE'>, string>> = {
  OK: COLOURS.good,
  WARNING: COLOURS.warning,
  CRITICAL: COLOURS.bad,
  UNKNOWN: COLOURS.quiet,
};

/** Draws the sign of a status: a tick, a triangle, a square with a cross, an empty circle. */
export function drawStatusSign(
  { pdf }: PackDocument,
  status: Exclude<ThresholdStatus, 'NONE'>,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
): void {
  const colour = STATUS_COLOURS[status];
  const at = (share: number) => share * size;
  switch (status) {
    case 'OK':
      pdf
        .moveTo(x + at(0.05), y + at(0.55))
        .lineTo(x + at(0.38), y + at(0.88))
        .lineTo(x + at(0.95), y + at(0.15));
      pdf.lineWidth(1.4).lineCap('round').lineJoin('round').stroke(colour).lineCap('butt');
      return;
    case 'WARNING':
      pdf.polygon([x + at(0.5), y + at(0.04)], [x + size, y + at(0.94)], [x, y + at(0.94)]).fill(colour);
      return;
    case 'CRITICAL':
      pdf.rect(x, y, size, size).fill(colour);
      pdf.moveTo(x + at(0.26), y + at(0.26)).lineTo(x + at(0.74), y + at(0.74));
      pdf.moveTo(x + at(0.74), y + at(0.26)).lineTo(x + at(0.26), y + at(0.74));
      pdf.lineWidth(1.2).stroke(COLOURS.white);
      return;
    case 'UNKNOWN':
      pdf
        .circle(x + at(0.5), y + at(0.5), at(0.42))
        .lineWidth(1)
        .stroke(colour);
  }
}
