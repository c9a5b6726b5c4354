import Big from 'big.js';
import type { ValueFormat } from './format.ts';
import { numberFormat } from './formatters.ts';

/** A typed number: its exact decimal (percentages as fractions), or why it cannot be read, as a sentence. */
export type TypedNumber = { readonly value: string } | { readonly problem: string };

const MINUS = /^[-−–]|[-−–]$/;
/** Zero in accounting formats. */
const ZERO_AMOUNT = /^\s*\$\s*[-−–]\s*$/;
const SPACES = /[\s\u00a0\u202f\u2009]/g;

// Not by NumberParser of @internationalized/number: it returns doubles, and reads `1.234,50` as 1.2345 in English.
/**
 * Reads a number in the notation of the viewer's locale, strictly: `1,234.50` in English, `1.234,50` in German, and nothing
 * ambiguous. Percentages are typed as shown: `4.5` and `4.5 %` are 0.045. Amounts may have a dollar sign, and the accounting
 * forms `(1,234.50)`, `$ (1,234.50)` and `1,234.50-` of a negative amount, and `$ -` of zero.
 */
export function readTypedNumber(text: string, format: ValueFormat, locale?: string): TypedNumber {
  const { digits, isNegative } = withoutSigns(text, format);
  const plain = format === 'CURRENCY' && ZERO_AMOUNT.test(text) ? '0' : plainDecimal(digits, locale);
  if (plain === null) return { problem: problemWith(text, format, locale) };
  const value = format === 'PERCENTAGE' ? new Big(plain).times('0.01').toFixed() : plain;
  return { value: isNegative && /[1-9]/.test(value) ? `-${value}` : value };
}

/** A stored value for editing: all its digits, without thousands separators. */
export function typedText(value: string | null, format: ValueFormat, locale?: string): string {
  if (value === null) return '';
  return localized(format === 'PERCENTAGE' ? new Big(value).times(100).toFixed() : value, locale);
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

/** Removes one dollar sign before or after the number, on either side of a minus. */
function withoutDollarSign(text: string): string {
  return text.replace(/^([-−–]?)\s*\$|\s*\$([-−–]?)$/, '$1$2').trim();
}

function problemWith(text: string, format: ValueFormat, locale: string | undefined): string {
  const shown = `“${text.trim()}”`;
  const isPercentage = format !== 'PERCENTAGE' && 'value' in readTypedNumber(text, 'PERCENTAGE', locale);
  if (isPercentage) return `${shown} is not a number but a percentage; write one such as ${example(format, locale)}.`;
  return `${shown} is not a number as written here, such as ${example(format, locale)}.`;
}

/** Digits with the locale's separators as a plain decimal; null if a separator is misplaced. */
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

/** With Latin digits, which keyboards type even where the locale writes others. */
function latin(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return numberFormat(locale, { ...options, numberingSystem: 'latn' });
}

function localized(plain: string, locale: string | undefined): string {
  return plain.replace('.', separators(locale).decimal);
}

function example(format: ValueFormat, locale: string | undefined): string {
  if (format === 'PERCENTAGE') return `${localized('12.5', locale)}%`;
  return `${grouped('1234', locale)}${separators(locale).decimal}5`;
}
