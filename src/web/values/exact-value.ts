import { formatValue, type ValueFormat } from './format.ts';

/** A stored decimal with all its digits, in the viewer's locale; amounts with cents at least, `—` where there is none. */
export function exactValue(value: string | null, format: ValueFormat, locale?: string): string {
  const places = value?.split('.')[1]?.length ?? 0;
  const shown = { NUMBER: places, CURRENCY: Math.max(places, 2), PERCENTAGE: Math.max(places - 2, 0) }[format];
  return formatValue({ value, formatted: `0.${'0'.repeat(shown)}` }, format, locale);
}
