import { formatValue } from '#src/core/metrics/format.ts';
import { metricByKey, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { smartNumberByKey } from '#src/core/metrics/smart-number-registry.ts';
import type { ImportCell } from '#src/core/transfer/import-cell.ts';

/** A value of an import as a person reads it. */
export interface CellDisplay {
  /** Display name of the metric or SmartNumber; the name in the file where it is neither. */
  readonly label: string;
  /** `—` if absent. */
  readonly before: string;
  readonly after: string;
}

/** How a cell of an import, or a value that follows from it, is shown. */
export function cellDisplay({ metric, before, after }: Pick<ImportCell, 'metric' | 'before' | 'after'>): CellDisplay {
  const key = metric ?? '';
  const definition = metricByKey(key) ?? smartNumberByKey(key) ?? metricStoredAs(key);
  return { label: definition.label, before: formatValue(before, definition), after: formatValue(after, definition) };
}
