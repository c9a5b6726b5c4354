import { type LockedMonths, quartersOf } from '#src/core/change-set.ts';
import { type Month, monthsOf, type Period } from '#src/core/period.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { transactionQuery } from '#src/store/engine/text-query.ts';
import type { MonthRecord } from './month-record.ts';
import { type QuarterRecord, readRecords } from './period-records.ts';

/**
 * Reads everything that a change of `months` may touch. The organization must be locked in `tx`, so that nothing changes
 * before the change is written.
 */
export async function readLockedMonths(
  tx: Transaction,
  organizationId: number,
  months: readonly Month[],
): Promise<LockedMonths> {
  const periods = quartersOf(months);
  const all = periods.flatMap((quarter) => monthsOf(quarter));
  const records = [...(await readRecords(transactionQuery(tx), organizationId, [...all, ...periods])).values()];
  const ofMonths = records.filter((record): record is MonthRecord => record.kind === 'month');
  const ofQuarters = records.filter((record): record is QuarterRecord => record.kind === 'quarter');
  return {
    organizationId,
    requested: months,
    months: all,
    closed: new Set(ofMonths.filter(({ isClosed }) => isClosed).map(({ month }) => month)),
    values: new Map(ofMonths.map(({ month, stored }) => [month, stored])),
    quarters: new Map<Period, QuarterRecord['metrics']>(ofQuarters.map(({ quarter, metrics }) => [quarter, metrics])),
    smartNumbers: new Map<Period, QuarterRecord['smartNumbers']>([
      ...ofMonths.map(({ month, smartNumbers }) => [month, smartNumbers] as const),
      ...ofQuarters.map(({ quarter, smartNumbers }) => [quarter, smartNumbers] as const),
    ]),
  };
}
