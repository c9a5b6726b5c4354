import { numberFormat } from './formatters.ts';

/** The format of a number; amounts are in US dollars. */
export type ValueFormat = 'NUMBER' | 'CURRENCY' | 'PERCENTAGE';

const CURRENCY = 'USD';

/** A value from the server: the exact decimal, and the server's formatted text. */
export interface ShownValue {
  readonly value: string | null;
  readonly formatted: string;
}

/**
 * Formats a value in the viewer's locale, with as many decimals as `formatted` has; `—` if absent. Formats the exact decimal,
 * never a double.
 */
export function formatValue({ value, formatted }: ShownValue, format: ValueFormat, locale?: string): string {
  if (value === null) return '—';
  const digits = /\.(\d+)/.exec(formatted)?.[1]?.length ?? 0;
  const style = { CURRENCY: 'currency', PERCENTAGE: 'percent', NUMBER: 'decimal' } as const;
  return numberFormat(locale, {
    style: style[format],
    ...(format === 'CURRENCY' && { currency: CURRENCY, currencyDisplay: 'narrowSymbol' }),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as Intl.NumberFormatOptions).format(value as Intl.StringNumericLiteral);
}

/** Formats an exact decimal without a formatted text, such as one in the history: two decimals, numbers with their own. */
export function formatDecimal(value: string | null, format: ValueFormat, locale?: string): string {
  const decimals = format === 'NUMBER' ? (/\.(\d+)/.exec(value ?? '')?.[0] ?? '') : '.00';
  return formatValue({ value, formatted: decimals }, format, locale);
}

/** A stored decimal with all its digits, in the viewer's locale; amounts with at least two decimals, `—` if absent. */
export function exactValue(value: string | null, format: ValueFormat, locale?: string): string {
  const places = value?.split('.')[1]?.length ?? 0;
  const shown = { NUMBER: places, CURRENCY: Math.max(places, 2), PERCENTAGE: Math.max(places - 2, 0) }[format];
  return formatValue({ value, formatted: `0.${'0'.repeat(shown)}` }, format, locale);
}

/** An amount with all its digits, at least two decimals and no currency sign, for the columns of a table; `—` if absent. */
export function exactAmount(value: string | null, locale?: string): string {
  const places = Math.max(value?.split('.')[1]?.length ?? 0, 2);
  return formatValue({ value, formatted: `0.${'0'.repeat(places)}` }, 'NUMBER', locale);
}

/** A change as a signed percentage: `+4.2 %`. @param fraction 0.042 is 4.2 % */
export function formatChange(fraction: string, locale?: string): string {
  return numberFormat(locale, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: 1,
  }).format(fraction as Intl.StringNumericLiteral);
}

/** An instant in the viewer's time zone and locale, to the minute. */
export function formatInstant(instant: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** The date of an instant in the viewer's time zone and locale. */
export function formatDate(instant: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(instant));
}

/** A calendar date, which is in no time zone, in the viewer's locale. @param date `2026-12-31` */
export function formatLocalDate(date: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${date}T00:00Z`));
}

/** A text of the server, with its ISO instants converted to the viewer's time zone and locale. */
export function formatInstantsIn(text: string, locale?: string): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (instant) => formatInstant(instant, locale));
}
