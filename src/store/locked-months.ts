import { type LockedMonths, quartersOf } from '#src/core/change-set.ts';
import type { StoredMetric } from '#src/core/metrics/stored-value.ts';
import { type Month, monthsOf } from '#src/core/period.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { readQuarterlyMetrics, readSmartNumbers } from './derived-values.ts';
import { readMonthlyMetrics } from './monthly-metrics.ts';
import { readClosedMonths } from './period-states.ts';

/**
 * Reads everything that a change of `months` may touch. The organization must be locked in `tx`, so that nothing changes
 * before the change is written.
 */
export async function readLockedMonths(
  tx: Transaction,
  organizationId: number,
  months: readonly Month[],
): Promise<LockedMonths> {
  const quarters = quartersOf(months);
  const all = quarters.flatMap((quarter) => monthsOf(quarter));
  const rows = await readMonthlyMetrics(tx, organizationId, all);
  const values = new Map(all.map((month) => [month, new Map<string, StoredMetric>()]));
  for (const row of rows) values.get(row.month)?.set(row.metric, row);
  return {
    organizationId,
    requested: months,
    months: all,
    closed: await readClosedMonths(tx, organizationId, all),
    values,
    quarters: await readQuarterlyMetrics(tx, organizationId, quarters),
    smartNumbers: await readSmartNumbers(tx, organizationId, [...all, ...quarters]),
  };
}
