import { beforeEach, expect, it } from 'vitest';
import { storedValue } from '#src/core/change-set.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import { Decimal } from '#src/core/number.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import { changeMonths } from '#src/service/values/change-months.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, NOW, scopeOn, storedMonth } from '../../kit/services.ts';

const JANUARY = parseMonth('2025-01');

describeOnBothDatabases('a change of months', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const change = (values: Readonly<Record<string, number | null>>, preview: boolean) => {
    const { database } = use();
    const act = { permission: 'metrics:write', months: [JANUARY], preview } as const;
    const manual = { source: 'manual', vendorId: database.vendorIds.manual, collectedAt: null, notes: null } as const;
    return changeMonths(scopeOn(database), act, (locked) => ({
      intent: {
        values: Object.entries(values).map(([metric, value]): MetricChange => {
          const after = value === null ? null : { ...manual, value: new Decimal(value), enteredBy: 'tester' };
          return { month: JANUARY, metric, before: storedValue(locked, JANUARY, metric), after };
        }),
      },
      cause: { cause: 'entry' },
      audit: () => ({ action: 'metrics.entered', detail: {} }),
      result: undefined,
    }));
  };
  const counts = async () => {
    const { monthlyMetric, quarterlyMetric, smartNumber, valueHistory, finding, auditEntry } = use().database.prisma;
    return Promise.all([
      monthlyMetric.count(),
      quarterlyMetric.count(),
      smartNumber.count(),
      valueHistory.count(),
      finding.count(),
      auditEntry.count(),
    ]);
  };

  it('previews what it would do, to the last derived value and finding, and stores nothing', async () => {
    await enter(use().database, JANUARY, { nrr: 10, mrr: 20, total_revenue: 99, technical_employees: 2 });
    const before = [await storedMonth(use().database, JANUARY), await counts()];
    const values = { orr: 5, mrr: null, total_revenue: 100 };
    const preview = await change(values, true);
    expect([await storedMonth(use().database, JANUARY), await counts()]).toEqual(before);
    const applied = await change(values, false);
    expect(preview).toEqual(applied);
    expect(applied.changeSet.values.length).toBeGreaterThan(2);
    expect(applied.changeSet.smartNumbers.length).toBeGreaterThan(0);
    const again = await change(values, true);
    expect(again.outcome).toEqual({ changes: [], derivedChanges: 0 });
  });

  it('is refused for a closed month in a preview too', async () => {
    const { database } = use();
    const closing = { organizationId: 1, period: JANUARY as Month, closedAt: NOW, closedBy: 'admin' };
    await database.prisma.periodClosing.create({ data: closing });
    for (const preview of [true, false]) {
      await expect(change({ nrr: 1 }, preview)).rejects.toMatchObject({ code: 'PERIOD_CLOSED' });
    }
    expect(await storedMonth(database, JANUARY)).toEqual({});
  });
});
