/** How a number is to be shown; the books are kept in US dollars. */
export type ValueFormat = 'NUMBER' | 'CURRENCY' | 'PERCENTAGE';

const CURRENCY = 'USD';

/** A value as the program says it: exact, and as shown in its own notation. */
export interface ShownValue {
  readonly value: string | null;
  readonly formatted: string;
}

/**
 * A value in the viewer's locale, with as many decimals as the program shows; `—` where there is none. The exact decimal is
 * formatted, never a floating-point number.
 */
export function formatValue({ value, formatted }: ShownValue, format: ValueFormat, locale?: string): string {
  if (value === null) return '—';
  const digits = /\.(\d+)/.exec(formatted)?.[1]?.length ?? 0;
  const style = { CURRENCY: 'currency', PERCENTAGE: 'percent', NUMBER: 'decimal' } as const;
  return new Intl.NumberFormat(locale, {
    style: style[format],
    ...(format === 'CURRENCY' && { currency: CURRENCY, currencyDisplay: 'narrowSymbol' }),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as Intl.NumberFormatOptions).format(value as Intl.StringNumericLiteral);
}

/** An exact decimal of which only the value is known, such as one of the past: money with cents, other numbers as they are. */
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

/** A change as a signed percentage: `+4.2 %`. @param fraction 0.042 is 4.2 % */
export function formatChange(fraction: string, locale?: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: 1,
  }).format(fraction as Intl.StringNumericLiteral);
}

/** An instant in the viewer's zone and locale, with the zone's name. */
export function formatInstant(instant: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** An instant as a date in the viewer's zone and locale. */
export function formatDate(instant: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(instant));
}

/** A text of the program with its instants in the viewer's zone and locale. */
export function formatInstantsIn(text: string, locale?: string): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (instant) => formatInstant(instant, locale));
}
