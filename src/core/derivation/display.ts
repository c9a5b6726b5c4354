import { exactOf, fixed, multiply, rounded } from './exact.ts';

/** How a stored decimal is displayed (docs/calculations.md section 6). */
export interface DisplayRule {
  readonly format: 'number' | 'currency' | 'percentage';
  /** The most places of a number. */
  readonly places: number;
}

const ABSENT = '—';
const HUNDRED = exactOf('100');

/** `$38,261.63`, `1,080`, `99.91%`; `—` for null. @param value a stored decimal in plain notation */
export function displayed(value: string | null, { format, places }: DisplayRule): string {
  if (value === null) return ABSENT;
  const amount = exactOf(value);
  switch (format) {
    case 'currency':
      return separated(fixed(amount, 2), '$', '');
    case 'percentage':
      return separated(fixed(multiply(amount, HUNDRED), 2), '', '%');
    case 'number':
      return separated(rounded(amount, places), '', '');
  }
}

/** With thousands separated, the sign in front and a mark on either side. */
function separated(text: string, before: string, after: string): string {
  const sign = text.startsWith('-') ? '-' : '';
  const [whole = '', places] = text.slice(sign.length).split('.');
  const thousands = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${sign}${before}${thousands}${places === undefined ? '' : `.${places}`}${after}`;
}
