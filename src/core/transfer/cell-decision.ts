import { storableValue } from '#src/core/calculation/calculate.ts';
import { type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { InvalidValueError } from '#src/core/errors.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange, NewValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import type { CellContent, FileCell } from './file-cell.ts';
import type { ImportCell } from './import-cell.ts';
import type { MonthCell } from './month-cells.ts';

/** What an import decides by, beside the stored values. */
export interface ImportRules {
  /** The running month; later ones accept no values. */
  readonly running: Month;
  /** Places of cells whose value is to override a formula that gives another one. */
  readonly overrides: ReadonlySet<string>;
  entered(value: Decimal, notes: string | null): NewValue;
  /** What erasing a manual entry does, and that in words. */
  released(metric: MetricDefinition, month: Month): { readonly change: MetricChange | null; readonly words: string };
}

/** A decision with the change that it makes. */
export interface Decided extends Pick<ImportCell, 'state' | 'after' | 'reason' | 'canOverride'> {
  readonly change?: MetricChange;
}

/** The stored value of a cell's metric and month. */
export function storedOf(
  locked: LockedMonths,
  { month, metric }: Pick<MonthCell, 'month' | 'metric'>,
): StoredMetric | null {
  return storedValue(locked, month, metric.key);
}

/** A cell that is not stored, for a reason. */
export function refused(reason: string): Decided {
  return { state: 'refused', after: null, reason };
}

/** A cell of which nothing follows. @param after the value that it would have stored, or the stored one */
export function ignored(reason: string | null, after: Decimal | null = null): Decided {
  return { state: 'ignored', after, reason };
}

/** The note of the file; without a column of notes the stored one stays. */
export function notesOf({ notes }: FileCell, stored: StoredMetric | null): string | null {
  return notes === undefined ? (stored?.notes ?? null) : notes;
}

/** Why a month accepts no values; null if it does. */
export function monthObstacle({ closed }: LockedMonths, month: Month, { running }: ImportRules): string | null {
  if (closed.has(month)) return `${periodLabel(month)} is closed; reopen it before changing its values`;
  return month > running ? `${periodLabel(month)} has not begun` : null;
}

/** The value as it would be stored, or why it cannot be. */
export function storable(
  metric: MetricDefinition,
  content: CellContent,
): { readonly value: Decimal } | { readonly reason: string } {
  if (content.kind === 'unreadable') return { reason: content.reason };
  if (content.kind !== 'number')
    return { reason: 'The file has a formula without its result: open it in a spreadsheet and save it' };
  if (content.isPercentage && metric.format !== 'percentage') return { reason: `${metric.label} is not a percentage` };
  try {
    return { value: storableValue(metric, content.value) };
  } catch (error) {
    if (error instanceof InvalidValueError) return { reason: error.message };
    throw error;
  }
}
