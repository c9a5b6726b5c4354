import { formatValue } from '#src/core/metrics/format.ts';
import { metricByKey, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { smartNumberByKey } from '#src/core/metrics/smart-number-registry.ts';
import type { ImportCell } from '#src/core/transfer/import-cell.ts';
import type { ImportDependent } from '#src/core/transfer/import-preview.ts';

/** A value of an import as a person reads it. */
export interface CellDisplay {
  /** Display name of the metric or SmartNumber; the name in the file where it is neither. */
  readonly label: string;
  /** `—` if absent. */
  readonly before: string;
  readonly after: string;
}

/** How a cell of an import, or a value that follows from it, is shown. */
export function cellDisplay({
  metric,
  before,
  after,
  ...kind
}: Pick<ImportCell, 'metric' | 'before' | 'after'> | ImportDependent): CellDisplay {
  const key = metric ?? '';
  const isSmartNumber = 'isSmartNumber' in kind ? kind.isSmartNumber : metricByKey(key) === undefined;
  const definition = (isSmartNumber ? smartNumberByKey(key) : undefined) ?? metricStoredAs(key);
  return { label: definition.label, before: formatValue(before, definition), after: formatValue(after, definition) };
}
