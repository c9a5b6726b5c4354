/*
 * Formatters that are kept: a browser makes one in the time of a hundred answers, and a page of the sheet asks for a thousand. What they
 * are made of are a few styles and numbers of digits, so that they stay few.
 */
const numberFormats = new Map<string, Intl.NumberFormat>();
const monthFormats = new Map<string, Intl.DateTimeFormat>();

/** A number format of the viewer's locale. */
export function numberFormat(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numberFormats, [locale, options], () => new Intl.NumberFormat(locale, options));
}

/** A format of months, which are in no time zone: of instants at their first day in UTC. */
export function monthFormat(
  locale: string | undefined,
  options: Pick<Intl.DateTimeFormatOptions, 'month' | 'year'>,
): Intl.DateTimeFormat {
  return kept(monthFormats, [locale, options], () => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));
}

function kept<Format>(formats: Map<string, Format>, parts: readonly unknown[], make: () => Format): Format {
  const key = JSON.stringify(parts);
  const format = formats.get(key) ?? make();
  formats.set(key, format);
  return format;
}
