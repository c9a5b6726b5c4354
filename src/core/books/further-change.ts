import { type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { type MergedValue, mergeValue, NOTHING_MERGED } from '#src/core/collection/merge-value.ts';
import type { Month } from '#src/core/period.ts';
import { FURTHER_METRICS, type FurtherReadings, isAsked } from './further-readings.ts';
import type { FurtherValue } from './further-values.ts';

/** How a value beside the statement is merged. */
export interface FurtherRules {
  readonly vendorId: number;
  readonly at: Date;
  /** QuickBooks has closed the month, and it was read since. */
  readonly isFrozen: boolean;
}

/** Merges a value by the rule of all collected values: manual entries stay, closed and frozen months keep theirs. Pure. */
export function mergeFurther(locked: LockedMonths, value: FurtherValue, rules: FurtherRules): MergedValue {
  const merged = mergeValue(locked, value, { ...rules, force: false });
  return { ...merged, notes: [...value.notes, ...merged.notes] };
}

/** What goes because it is not asked for any more: values that the books gave, in a month that is neither closed nor frozen. */
export function withdrawFurther(
  locked: LockedMonths,
  month: Month,
  further: FurtherReadings,
  { vendorId, isFrozen }: FurtherRules,
): MergedValue {
  if (isFrozen || locked.closed.has(month)) return NOTHING_MERGED;
  const changes = FURTHER_METRICS.filter((metric) => !isAsked(further, metric)).flatMap((metric) => {
    const before = storedValue(locked, month, metric);
    const isOurs = before?.source === 'collected' && before.vendorId === vendorId;
    return isOurs ? [{ month, metric, before, after: null }] : [];
  });
  return { ...NOTHING_MERGED, changes };
}
