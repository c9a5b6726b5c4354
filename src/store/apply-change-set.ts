import type { ChangeSet } from '#src/core/change-set.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { saveQuarterlyMetrics, saveSmartNumbers } from './derived-values.ts';
import { replaceFindings, resolveFindings } from './findings.ts';
import { saveMonthlyChanges } from './monthly-metrics.ts';
import { deleteClosing, insertClosing } from './period-states.ts';

/**
 * Writes a change set. It must have been planned on the result of `readLockedMonths` in the same transaction. Monthly values,
 * their history, derived values, findings of values and closings are written only here.
 */
export async function applyChangeSet(tx: Transaction, changeSet: ChangeSet): Promise<void> {
  const { organizationId, cause, close, reopen } = changeSet;
  if (reopen) await deleteClosing(tx, organizationId, reopen);
  await saveMonthlyChanges(tx, organizationId, changeSet.values, cause);
  await saveQuarterlyMetrics(tx, organizationId, changeSet.quarters, cause.at);
  await saveSmartNumbers(tx, organizationId, changeSet.smartNumbers, cause.at);
  await resolveFindings(tx, organizationId, changeSet.settled, cause.at);
  for (const replacement of changeSet.findings) await replaceFindings(tx, organizationId, replacement, cause);
  if (close) await insertClosing(tx, organizationId, { month: close, at: cause.at, actor: cause.actor });
}
