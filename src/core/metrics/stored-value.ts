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
  /** When the vendor supplied it; null for other sources, and for a released value that no collection has replaced yet. */
  readonly collectedAt: Date | null;
  readonly enteredBy: string | null;
  readonly notes: string | null;
  readonly updatedAt: Date;
}

/** A month's value as it is to be stored; the database sets the time of the change. */
export type NewValue = Omit<StoredMetric, 'month' | 'metric' | 'updatedAt'>;

/** A change of one month's value; `before` null adds it, `after` null removes it. */
export interface MetricChange {
  readonly month: Month;
  readonly metric: string;
  readonly before: StoredMetric | null;
  readonly after: NewValue | null;
}

/** Who or what changes values, why, and when. */
export interface ChangeCause {
  readonly cause: 'collection' | 'entry' | 'release' | 'recalculation';
  readonly actor: string;
  readonly reason: string | null;
  /** The collection run; null for every other cause, and for a dry run. */
  readonly runId: number | null;
  readonly at: Date;
}

/** A value of a quarter, or a SmartNumber, with the months that it was computed on. */
export interface DerivedValue {
  readonly value: Decimal;
  readonly months: readonly Month[];
}

/** A derived value as it is stored. */
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
 * Whether a value becomes another one. A collection that confirms a value stores when it did, which is no change of the
 * value and leaves no history.
 */
export function isValueChange({ before, after }: MetricChange): boolean {
  if (!before || !after) return before !== after;
  return !before.value.equals(after.value) || before.source !== after.source;
}
