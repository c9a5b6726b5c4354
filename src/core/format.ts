import type { ValueFormat } from './metric-registry.ts';
import { type Decimal, type Fraction, round } from './number.ts';

/** How a value is written: its format and the decimals it needs at most (calculations.md section 6). */
export interface Style {
  readonly format: ValueFormat;
  readonly places: number;
}

/** What stands where a value is absent; never `0`. */
export const ABSENT = '—';

/** `$38,261.63`, `-$2,044.00`; `1,080`, `146.46`; `99.91%` for the fraction 0.9991; `—` for null. */
export function formatValue(value: Decimal | Fraction | null, style: Style): string {
  if (value === null) return ABSENT;
  switch (style.format) {
    case 'currency': {
      const { sign, digits } = grouped(round(value, 2).toFixed(2));
      return `${sign}$${digits}`;
    }
    case 'percentage': {
      const { sign, digits } = grouped(round(value, 4).times(100).toFixed(2));
      return `${sign}${digits}%`;
    }
    case 'number': {
      const { sign, digits } = grouped(round(value, style.places).toFixed());
      return `${sign}${digits}`;
    }
  }
}

/** Splits the sign off and separates thousands. */
function grouped(text: string): { sign: string; digits: string } {
  const [whole = '', fraction] = text.replace('-', '').split('.');
  const thousands = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  const digits = fraction === undefined ? thousands : `${thousands}.${fraction}`;
  return { sign: text.startsWith('-') ? '-' : '', digits };
}
