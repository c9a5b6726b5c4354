import { Decimal, type Fraction, round, toFixed } from '#src/core/number.ts';
import type { ValueFormat } from './metric-registry.ts';

/** How a value is displayed: its format and its maximum number of decimals (docs/calculations.md section 6). */
export interface Style {
  readonly format: ValueFormat;
  readonly places: number;
}

/** Shown for an absent value; never `0`. */
export const ABSENT = '—';

/** Formats a value: `$38,261.63`, `-$2,044.00`; `1,080`, `146.46`; `99.91%` for the fraction 0.9991; `—` for null. */
export function formatValue(value: Decimal | Fraction | null, style: Style): string {
  if (value === null) return ABSENT;
  switch (style.format) {
    case 'currency': {
      const { sign, digits } = grouped(toFixed(value, 2));
      return `${sign}$${digits}`;
    }
    case 'percentage': {
      const percent = value instanceof Decimal ? value.times(100) : value.mul(100);
      const { sign, digits } = grouped(toFixed(percent, 2));
      return `${sign}${digits}%`;
    }
    case 'number': {
      const { sign, digits } = grouped(round(value, style.places).toFixed());
      return `${sign}${digits}`;
    }
  }
}

/** Formats a difference with its sign: `+$1.00`, `-1.82%`. */
export function formatDifference(difference: Decimal, style: Style): string {
  const formatted = formatValue(difference, style);
  return formatted.startsWith('-') ? formatted : `+${formatted}`;
}

/** Formats a change with its sign: `+$1.00`, `-0.55`; of percentages in percentage points: `-1.82 points`. 0 has no sign. */
export function formatChange(change: Decimal, style: Style): string {
  const shown = round(change, shownPlaces(style));
  const formatted = shown.isZero() ? formatValue(shown, style) : formatDifference(shown, style);
  return style.format === 'percentage' ? formatted.replace('%', ' points') : formatted;
}

/** The decimals of a value that its display has room for: of a percentage, which is a fraction, two more than are shown. */
export function shownPlaces({ format, places }: Style): number {
  return { currency: 2, percentage: 4, number: places }[format];
}

/** Splits the sign off and separates thousands. */
function grouped(text: string): { sign: string; digits: string } {
  const sign = text.startsWith('-') ? '-' : '';
  const point = text.indexOf('.');
  const end = point === -1 ? text.length : point;
  const whole = text.slice(sign.length, end);
  let thousands = whole;
  for (let at = whole.length - 3; at > 0; at -= 3) thousands = `${thousands.slice(0, at)},${thousands.slice(at)}`;
  return { sign, digits: thousands + text.slice(end) };
}
