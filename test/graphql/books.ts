import { Decimal } from '../../src/core/number.ts';
import type { Month } from '../../src/core/period.ts';
import { enterMetrics } from '../../src/service/manual-entry.ts';
import { takeMonthsInHand, writeMonthlyValues } from '../../src/service/monthly-values.ts';
import type { DatabaseUnderTest } from '../kit/databases.ts';
import { NOW, TIME_ZONE } from './api.ts';

/** Values by metric of one month. */
export type MonthOfBooks = Readonly<Record<string, string | number>>;

/** Enters values by hand, a month after the other, as `actor`. */
export async function enterMonths(
  { database }: Pick<DatabaseUnderTest, 'database'>,
  months: Readonly<Record<string, MonthOfBooks>>,
  { actor = 'cfo', at = NOW, organizationId = 1 }: { actor?: string; at?: Date; organizationId?: number } = {},
): Promise<void> {
  for (const [period, values] of Object.entries(months)) {
    const entries = Object.entries(values).map(([metric, value]) => ({
      metric,
      value: new Decimal(value),
      notes: null,
    }));
    await enterMetrics(
      { database, timeZone: TIME_ZONE, organizationId, actor, at },
      { period: period as Month, entries },
    );
  }
}

/** Stores the same values for many months in one transaction, which is faster than entering them. */
export async function storeMonths(
  { database }: Pick<DatabaseUnderTest, 'database'>,
  months: readonly Month[],
  values: MonthOfBooks,
): Promise<void> {
  await database.transaction(async (tx) => {
    const inHand = await takeMonthsInHand({ database, tx }, 1, months);
    const manual = { source: 'manual' as const, vendorId: database.vendorIds.manual, collectedAt: null, notes: null };
    const changes = months.flatMap((month) =>
      Object.entries(values).map(([metric, value]) => ({
        month,
        metric,
        before: null,
        after: { ...manual, value: new Decimal(value), enteredBy: 'cfo' },
      })),
    );
    const cause = { cause: 'entry' as const, actor: 'cfo', reason: null, runId: null, at: NOW };
    await writeMonthlyValues(tx, inHand, changes, cause);
  });
}

/** The worked example of calculations.md section 5. */
export const FIRST_QUARTER_2025 = {
  '2025-01': q1(354, 355, 146.46, 597, -2044, 109682, 152294, 137499),
  '2025-02': q1(294, 294, 138.3, 594, 10877, 110274, 187085, 177096),
  '2025-03': q1(433, 431, 167.32, 591, 23446, 110003, 176109, 146891),
} as const;

function q1(
  created: number,
  closed: number,
  hours: number,
  endpoints: number,
  nrr: number,
  mrr: number,
  revenue: number,
  expenses: number,
): MonthOfBooks {
  return {
    reactive_tickets_created: created,
    reactive_tickets_closed: closed,
    reactive_time_spent: hours,
    endpoints_managed: endpoints,
    technical_employees: 5.5,
    nrr,
    mrr,
    total_revenue: revenue,
    total_expenses: expenses,
  };
}

/** The worked example of the expenses of January 2026. */
export const JANUARY_2026 = {
  '2026-01': {
    total_expenses_qb: '88098.48',
    payroll_total: '49836.85',
    owner_comp: '22588',
    owner_comp_taxes: '13000',
  },
} as const;
