import type { PackPoint } from './pack-content.ts';
import { COLOURS, type PackDocument } from './pack-document.ts';

/** Where a drawing stands. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

const EDGE = 3;
const DOT = 1.7;

/** What a sparkline shows, for who cannot see it. */
export function describedPoints(points: readonly PackPoint[]): string {
  const texts = points.map(({ label, value, formatted, isPartial }) => {
    return `${label}: ${value === null ? 'no value' : formatted}${isPartial ? ' (partial)' : ''}`;
  });
  return texts.join(', ');
}

/** A number over some periods, newest at the right. Absent values are gaps, partial ones hollow dots. */
export function drawSparkline({ pdf }: PackDocument, points: readonly PackPoint[], box: Box): void {
  const places = placesOf(points, box);
  for (const [index, place] of places.entries()) {
    const before = places[index - 1];
    if (before && place) pdf.moveTo(before.x, before.y).lineTo(place.x, place.y);
  }
  pdf.lineWidth(0.9).lineJoin('round').stroke(COLOURS.accent);
  for (const [index, place] of places.entries()) {
    const isLast = index === places.length - 1;
    const isPartial = points[index]?.isPartial ?? false;
    const isAlone = !places[index - 1] && !places[index + 1];
    if (!place || !(isLast || isPartial || isAlone)) continue;
    const dot = pdf.circle(place.x, place.y, DOT).lineWidth(0.8);
    if (isPartial) dot.fillAndStroke(COLOURS.white, COLOURS.accent);
    else dot.fill(COLOURS.accent);
  }
}

/** The place of each value; null if absent. */
function placesOf(points: readonly PackPoint[], { x, y, width, height }: Box): (Place | null)[] {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const least = Math.min(...known);
  const range = Math.max(...known) - least;
  const step = (width - 2 * EDGE) / Math.max(1, points.length - 1);
  return points.map(({ value }, index) => {
    if (value === null) return null;
    const share = range === 0 ? 0.5 : (value - least) / range;
    return { x: x + EDGE + index * step, y: y + height - EDGE - share * (height - 2 * EDGE) };
  });
}
