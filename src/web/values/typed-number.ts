import type { ValueFormat } from './format.ts';

/** What somebody typed: the exact decimal that it is (percentages as fractions), or what is wrong with it. */
export type TypedNumber = { readonly value: string } | { readonly problem: string };

const MINUS = /^[-−–]|[-−–]$/;
/** How accounting formats write a zero. */
const ZERO_AMOUNT = /^\s*\$\s*[-−–]\s*$/;
const SPACES = /[\s\u00a0\u202f\u2009]/g;

/**
 * Reads a number as people of the viewer's locale write it, strictly: `1,234.50` in English, `1.234,50` in German, and
 * nothing that could be meant otherwise. Percentages are typed as they are shown: `4.5` and `4.5 %` are 0.045. Of amounts, a
 * dollar sign, the accountants' `(1,234.50)`, `$ (1,234.50)` and `1,234.50-` for a negative one, and their `$ -` for zero are
 * understood.
 */
export function readTypedNumber(text: string, format: ValueFormat, locale?: string): TypedNumber {
  const { digits, isNegative } = withoutSigns(text, format);
  const plain = format === 'CURRENCY' && ZERO_AMOUNT.test(text) ? '0' : plainDecimal(digits, locale);
  if (plain === null) return { problem: problemWith(text, format, locale) };
  const value = format === 'PERCENTAGE' ? shifted(plain, -2) : plain;
  return { value: isNegative && /[1-9]/.test(value) ? `-${value}` : value };
}

/** A stored value as it is typed: all its digits, no separators of thousands. */
export function typedText(value: string | null, format: ValueFormat, locale?: string): string {
  if (value === null) return '';
  const shown = format === 'PERCENTAGE' ? shifted(value.replace('-', ''), 2) : value.replace('-', '');
  return `${value.startsWith('-') ? '-' : ''}${localized(shown, locale)}`;
}

function withoutSigns(text: string, format: ValueFormat): { digits: string; isNegative: boolean } {
  const trimmed = text.trim();
  const unmarked = format === 'CURRENCY' ? withoutDollarSign(trimmed) : trimmed;
  const inner = /^\((.*)\)$/.exec(unmarked)?.[1];
  let digits = inner ?? unmarked;
  if (format === 'CURRENCY' && unmarked === trimmed) digits = withoutDollarSign(digits);
  if (format === 'PERCENTAGE') digits = digits.replace(/[\s\u00a0\u202f]*%$/, '');
  const isNegative = inner !== undefined || MINUS.test(digits);
  return { digits: inner === undefined ? digits.replace(MINUS, '').trim() : digits.trim(), isNegative };
}

/** Without the one dollar sign before or after the number, whichever side of a minus it is on. */
function withoutDollarSign(text: string): string {
  return text.replace(/^([-−–]?)\s*\$|\s*\$([-−–]?)$/, '$1$2').trim();
}

function problemWith(text: string, format: ValueFormat, locale: string | undefined): string {
  const shown = `“${text.trim()}”`;
  const isPercentage = format !== 'PERCENTAGE' && 'value' in readTypedNumber(text, 'PERCENTAGE', locale);
  if (isPercentage) return `${shown} is not a number but a percentage; write one such as ${example(format, locale)}.`;
  return `${shown} is not a number as written here, such as ${example(format, locale)}.`;
}

/** Digits with the locale's separators as a plain decimal; null where they are not placed as the locale places them. */
function plainDecimal(text: string, locale: string | undefined): string | null {
  const { decimal, group } = separators(locale);
  const [whole = '', fraction, ...more] = text.split(decimal);
  if (more.length > 0 || (fraction !== undefined && !/^\d*$/.test(fraction))) return null;
  const normal = (each: string) => each.replace(SPACES, ' ');
  const integer = normal(whole).split(normal(group)).join('');
  if (!/^\d*$/.test(integer) || (integer === '' && !fraction)) return null;
  const isGrouped = integer !== whole;
  if (isGrouped && normal(grouped(integer, locale)) !== normal(whole)) return null;
  const significant = integer.replace(/^0+(?=\d)/, '') || '0';
  return fraction ? `${significant}.${fraction}` : significant;
}

function separators(locale: string | undefined): { decimal: string; group: string } {
  const parts = latin(locale, { useGrouping: true, minimumFractionDigits: 1 }).formatToParts(1_234_567.8);
  const found = (type: string) => parts.find((part) => part.type === type)?.value;
  return { decimal: found('decimal') ?? '.', group: found('group') ?? ',' };
}

function grouped(integer: string, locale: string | undefined): string {
  return latin(locale, { useGrouping: true }).format(integer as Intl.StringNumericLiteral);
}

/** Typed digits are those of keyboards everywhere, also where the locale would write others. */
function latin(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { ...options, numberingSystem: 'latn' });
}

/** A plain decimal with its point moved: `shifted('0.045', 2)` is `4.5`. */
function shifted(plain: string, places: number): string {
  const [whole = '', fraction = ''] = plain.split('.');
  const point = whole.length + places;
  const digits = `${'0'.repeat(Math.max(0, 1 - point))}${whole}${fraction}${'0'.repeat(Math.max(0, point - whole.length - fraction.length))}`;
  const at = Math.max(point, 1);
  const [integer, rest] = [digits.slice(0, at).replace(/^0+(?=\d)/, ''), digits.slice(at).replace(/0+$/, '')];
  return rest ? `${integer}.${rest}` : integer;
}

function localized(plain: string, locale: string | undefined): string {
  return plain.replace('.', separators(locale).decimal);
}

function example(format: ValueFormat, locale: string | undefined): string {
  if (format === 'PERCENTAGE') return `${localized('12.5', locale)}%`;
  return `${grouped('1234', locale)}${separators(locale).decimal}5`;
}
