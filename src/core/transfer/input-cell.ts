import type { LockedMonths } from '#src/core/change-set.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import type { StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import {
  type Decided,
  type ImportRules,
  ignored,
  monthObstacle,
  notesOf,
  refused,
  storable,
  storedOf,
} from './cell-decision.ts';
import type { FileCell } from './file-cell.ts';
import type { MonthCell } from './month-cells.ts';

/** A value that is entered by hand or collected, or overrides its formula already. */
export function decideInput(locked: LockedMonths, each: MonthCell, rules: ImportRules): Decided {
  const { cell, metric, month } = each;
  const stored = storedOf(locked, each);
  if (cell.content.kind === 'blank') {
    return {
      ...ignored('A blank cell erases nothing; write “erase” to erase the value'),
      after: stored?.value ?? null,
    };
  }
  if (cell.content.kind === 'erase') return decideErase(locked, each, rules);
  const number = storable(metric, cell.content);
  if ('reason' in number) return refused(number.reason);
  const { value } = number;
  if (stored?.value.equals(value)) return { state: 'same', after: value, reason: null };
  const { base } = cell;
  if (isSame(base, value)) {
    return {
      state: 'same',
      after: stored?.value ?? null,
      reason: 'Not edited in the file; it has changed here since the export',
    };
  }
  const obstacle = monthObstacle(locked, month, rules);
  if (obstacle !== null) return { ...refused(obstacle), after: value };
  if (hasMoved(cell, stored)) {
    return {
      state: 'conflict',
      after: value,
      reason: `It has changed here since the export${base ? `, where it was ${formatValue(base, metric)}` : ''}`,
    };
  }
  const change = { month, metric: metric.key, before: stored, after: rules.entered(value, notesOf(cell, stored)) };
  const reason = stored?.source === 'collected' ? 'Overrides the collected value' : null;
  return { state: stored ? 'changed' : 'new', after: value, reason, change };
}

function decideErase(locked: LockedMonths, each: MonthCell, rules: ImportRules): Decided {
  const stored = storedOf(locked, each);
  if (!stored) return { state: 'same', after: null, reason: 'There is no value to erase' };
  if (stored.source !== 'manual') return refused('Only a manual entry can be erased; this value is collected');
  const obstacle = monthObstacle(locked, each.month, rules);
  if (obstacle !== null) return refused(obstacle);
  if (hasMoved(each.cell, stored))
    return { state: 'conflict', after: null, reason: 'It has changed here since the export' };
  const { change, words } = rules.released(each.metric, each.month);
  return { state: 'changed', after: change?.after?.value ?? null, reason: words, ...(change && { change }) };
}

/** Whether the stored value is another one than at the time of the export. */
function hasMoved({ base, revision }: FileCell, stored: StoredMetric | null): boolean {
  if (base !== undefined) return !isSame(base, stored?.value ?? null);
  return revision !== undefined && stored !== null && stored.updatedAt.getTime() !== revision.getTime();
}

function isSame(one: Decimal | null | undefined, other: Decimal | null): boolean {
  if (one === undefined || one === null || other === null) return one === other;
  return one.equals(other);
}
