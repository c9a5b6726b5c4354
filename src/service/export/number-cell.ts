import type { Decimal } from '#src/core/number.ts';
import type { BookCell } from '#src/files/workbook-writer.ts';
import type { YearDefinition } from './review-year.ts';

/** How the numbers of a metric or SmartNumber are shown. */
export function numberLook({ format, places }: Pick<YearDefinition, 'format' | 'places'>) {
  return { style: format, places: format === 'currency' ? 2 : places } satisfies Pick<BookCell, 'style' | 'places'>;
}

/** A value as a number; empty where it is absent. */
export function numberCell(definition: YearDefinition, value: Decimal | null): BookCell {
  return { value: value?.toNumber() ?? null, ...numberLook(definition) };
}
