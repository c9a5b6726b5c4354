import { formatValue, type ValueFormat } from '#src/web/values/format.ts';
import type { RowTotal, SheetValue } from './sheet-rows.ts';

interface CellTextProps {
  readonly value: SheetValue | RowTotal;
  readonly format: ValueFormat;
  /** The cells of a future month are empty. */
  readonly isFuture?: boolean;
}

/** A value on the sheet, with the signs of the legend. */
export function CellText({ value, format, isFuture = false }: CellTextProps) {
  if (isFuture && value.value === null) return null;
  const isManual = 'source' in value && value.source === 'MANUAL';
  return (
    <>
      {value.state === 'PARTIAL' && <Sign className="sheet-partial" sign="◐" meaning="partial: " />}
      <span className={`sheet-number ${value.value?.startsWith('-') ? 'sheet-negative' : ''}`}>
        {cellNumber(value, format)}
      </span>
      {isManual && <Sign className="sheet-manual" meaning=", entered by hand" />}
    </>
  );
}

/** A sign of the legend, and its text for screen readers. */
export function Sign({ className, sign, meaning }: { className: string; sign?: string; meaning: string }) {
  return (
    <>
      <span className={className} aria-hidden="true">
        {sign}
      </span>
      <span className="visually-hidden">{meaning}</span>
    </>
  );
}

/** A number as in `format.ts`, but amounts without the currency sign, because the header names the currency. */
export function cellNumber(value: SheetValue | RowTotal, format: ValueFormat, locale?: string): string {
  return formatValue(value, format === 'CURRENCY' ? 'NUMBER' : format, locale);
}
