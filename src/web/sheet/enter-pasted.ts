import type { ValueChanges } from './enter-values.ts';
import { nameOf } from './entry-target.ts';
import type { PastedValue } from './pasted-block.ts';
import type { StoredEntry } from './undo.ts';

/**
 * Enters pasted values month by month, all-or-nothing within each month. Values that have changed since they were shown are
 * rejected.
 * @returns the stored entries, and the problems of the others as text
 */
export async function enterPasted(
  { enter }: ValueChanges,
  values: readonly PastedValue[],
): Promise<{ readonly stored: readonly StoredEntry[]; readonly problems: readonly string[] }> {
  const stored: StoredEntry[] = [];
  const problems: string[] = [];
  for (const period of new Set(values.map(({ target }) => target.month.period))) {
    const ofMonth = values.filter(({ target }) => target.month.period === period);
    const result = await enter(
      period,
      ofMonth.map(({ target, value }) => ({
        metric: target.definition.key,
        value: value ?? '',
        note: target.value.notes ?? '',
        read: { value: target.value.value, updatedAt: target.value.updatedAt },
      })),
    );
    if ('problems' in result) {
      for (const { index, message } of result.problems) {
        const target = index === null ? ofMonth[0]?.target : ofMonth[index]?.target;
        problems.push(
          index === null || !target ? `${target?.month.label}: ${message}` : `${nameOf(target)}: ${message}`,
        );
      }
      continue;
    }
    for (const { target } of ofMonth) {
      const now = result.stored.get(target.definition.key);
      if (now) stored.push({ metric: target.definition.key, period, before: target.value, stored: now });
    }
  }
  return { stored, problems };
}
