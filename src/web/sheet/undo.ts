import type { PeriodKey } from '#src/web/values/period.ts';
import type { ReadValue } from './drafts.ts';
import type { EntryProblem, ValueChanges, ValueToEnter } from './enter-values.ts';
import type { MetricSeries } from './sheet-rows.ts';

/** A stored change: the value before and after it. */
export interface StoredEntry {
  readonly metric: string;
  readonly period: PeriodKey;
  readonly before: MetricSeries['points'][number];
  readonly stored: ReadValue;
}

/**
 * Restores the values before some entries, unless they have been changed since: a value that was entered by hand is entered
 * again, any other is released.
 * @returns the problems, or the result for people
 */
export async function undoEntries(
  { enter, release }: ValueChanges,
  entries: readonly StoredEntry[],
): Promise<{ readonly problems: readonly EntryProblem[] } | { readonly words: string }> {
  let isAwaiting = false;
  for (const period of new Set(entries.map((each) => each.period))) {
    const ofMonth = entries.filter((each) => each.period === period);
    const entered = await enter(period, ofMonth.flatMap(before));
    if ('problems' in entered) return entered;
    const toRelease = ofMonth.filter((each) => each.before.source !== 'MANUAL');
    if (toRelease.length === 0) continue;
    const released = await release(
      period,
      toRelease.map(({ metric }) => metric),
    );
    if ('problems' in released) return released;
    isAwaiting ||= toRelease.some(
      ({ before: { value } }, index) => value === null && released.outcomes[index] === 'AWAITS_COLLECTION',
    );
  }
  return { words: isAwaiting ? 'Released: the value stays until the next collection replaces it.' : 'Undone.' };
}

/**
 * The entries that undo: the previous value. If there was none, the stored one again, which changes nothing but is rejected
 * if somebody has changed it since.
 */
function before({ metric, before: { value, notes }, stored }: StoredEntry): ValueToEnter[] {
  const again = value ?? stored.value;
  return again === null ? [] : [{ metric, value: again, note: notes ?? '', read: stored }];
}
