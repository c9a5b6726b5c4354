import { type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange, StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { decideCollectedValue } from './collected-value.ts';
import { driftFinding, type Finding } from './finding.ts';

/** A value that a vendor or the books give. */
export interface CollectedValue {
  readonly month: Month;
  readonly metric: string;
  readonly value: Decimal;
}

export interface MergeRules {
  readonly vendorId: number;
  /** When it was collected. */
  readonly at: Date;
  /** The month's values of this vendor no longer change. */
  readonly isFrozen: boolean;
  /** Overwrite frozen values, but not closed ones. */
  readonly force: boolean;
}

/** What a collected value changes. */
export interface MergedValue {
  /** Whether the collected value equals the stored value after the change. */
  readonly isHeld: boolean;
  readonly changes: readonly MetricChange[];
  readonly findings: readonly Finding[];
  /** In sentences. */
  readonly notes: readonly string[];
}

export const NOTHING_MERGED: MergedValue = { isHeld: false, changes: [], findings: [], notes: [] };

/**
 * Merges a collected value into the stored one (docs/calculations.md sections 3, 8 and 9). Pure.
 * @param drift makes the finding for a value that differs from the stored one, which is kept
 */
export function mergeValue(
  locked: LockedMonths,
  { month, metric, value }: CollectedValue,
  { vendorId, at, isFrozen, force }: MergeRules,
  drift: (kept: StoredMetric | null) => Finding = (kept) =>
    driftFinding(metric, month, { collected: value, kept: kept?.value ?? null }),
): MergedValue {
  const before = storedValue(locked, month, metric);
  const isClosed = locked.closed.has(month);
  const stored = before && { ...before, isReleased: before.source === 'collected' && before.collectedAt === null };
  const { label } = metricStoredAs(metric);
  switch (decideCollectedValue({ collected: value, stored, isFrozen, isClosed, force })) {
    case 'store': {
      const after = { value, source: 'collected' as const, vendorId, collectedAt: at, enteredBy: null, notes: null };
      return { ...NOTHING_MERGED, isHeld: true, changes: [{ month, metric, before, after }] };
    }
    case 'keep':
      return { ...NOTHING_MERGED, isHeld: true };
    case 'keep manual entry':
      return { ...NOTHING_MERGED, notes: [`${label} keeps its manual entry.`] };
    case 'report drift': {
      const notes = [`${label} differs from the ${isClosed ? 'closed' : 'frozen'} value, which was kept.`];
      return { ...NOTHING_MERGED, findings: [drift(before)], notes };
    }
  }
}
