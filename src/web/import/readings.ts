import type { DateOrder, NumberStyle } from '#src/web/gql/operations.ts';
import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';
import type { ImportPreview } from './use-import-preview.ts';

const DATE = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)\s*$/;
/** Enough to see which way is right. */
const MOST_MONTHS = 6;

/** The months that the dates beside an ambiguous one would be, in words; null if it is no date in this order. */
export function monthsRead(
  text: string,
  order: DateOrder,
  samples: ImportPreview['samples'],
  locale?: string,
): string | null {
  if (monthOf(text, order) === null) return null;
  const row = samples.flatMap(({ rows }) => rows).find((cells) => cells.some((cell) => cell.trim() === text.trim()));
  const months = [...new Set((row ?? [text]).flatMap((cell) => monthOf(cell, order) ?? []))];
  const words = months.slice(0, MOST_MONTHS).map((month) => formatPeriod(month, locale));
  return [...words, ...(months.length > MOST_MONTHS ? ['…'] : [])].join(', ');
}

function monthOf(text: string, order: DateOrder): PeriodKey | null {
  const [, one = '', other = '', year = ''] = DATE.exec(text) ?? [];
  const [month, day] = order === 'MONTH_FIRST' ? [Number(one), Number(other)] : [Number(other), Number(one)];
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return `${year.length === 2 ? `20${year}` : year}-${String(month).padStart(2, '0')}`;
}

/** The number that a text would be, in the viewer's locale: `1.234` is 1.234 or 1,234; null if it is none. */
export function numberRead(text: string, style: NumberStyle, locale?: string): string | null {
  const plain = style === 'POINT' ? text.replace(/,/g, '') : text.replace(/\./g, '').replace(',', '.');
  const digits = plain.replace(/[^\d.-]/g, '');
  if (digits === '' || Number.isNaN(Number(digits))) return null;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 15 }).format(digits as Intl.StringNumericLiteral);
}

/** `A` for 0, `AA` for 26. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}
