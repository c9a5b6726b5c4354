import type { Decimal } from '#src/core/number.ts';
import type { Month, Period } from '#src/core/period.ts';
import type { DataSource } from './source.ts';

/** A month's stored value with its provenance. */
export interface StoredMetric {
  readonly month: Month;
  readonly metric: string;
  readonly value: Decimal;
  readonly source: DataSource;
  readonly vendorId: number | null;
  /** When it was collected; null for other sources, and for a released value that no collection has replaced yet. */
  readonly collectedAt: Date | null;
  readonly enteredBy: string | null;
  readonly notes: string | null;
  readonly updatedAt: Date;
}

/** A month's value to store; the database sets the time of the change. */
export type NewValue = Omit<StoredMetric, 'month' | 'metric' | 'updatedAt'>;

/** A change of one month's value; `before` null adds it, `after` null removes it. */
export interface MetricChange {
  readonly month: Month;
  readonly metric: string;
  readonly before: StoredMetric | null;
  readonly after: NewValue | null;
}

/** Who or what changes values, why and when. */
export interface ChangeCause {
  readonly cause: 'collection' | 'entry' | 'release' | 'recalculation' | 'import' | 'undo';
  readonly actor: string;
  readonly reason: string | null;
  /** The collection run; null for every other cause, and for a dry run. */
  readonly runId: number | null;
  readonly at: Date;
}

/** A quarterly value or a SmartNumber, with the months it was computed on. */
export interface DerivedValue {
  readonly value: Decimal;
  readonly months: readonly Month[];
}

/** A stored derived value. */
export interface StoredDerivedValue extends DerivedValue {
  readonly updatedAt: Date;
}

/** Derived values by period and key. */
export type DerivedValues = ReadonlyMap<Period, ReadonlyMap<string, StoredDerivedValue>>;

/** A change of one derived value; `after` null removes it. */
export interface DerivedChange {
  readonly period: Period;
  readonly key: string;
  readonly after: DerivedValue | null;
}

/**
 * Whether the value or its source changes. A collection that confirms a value updates only its collection time: that is not
 * a change of the value and is not recorded in the history.
 */
export function isValueChange({ before, after }: MetricChange): boolean {
  if (!before || !after) return before !== after;
  return !before.value.equals(after.value) || before.source !== after.source;
}
