import { Decimal } from '#src/core/number.ts';
import { addMonths, type Month } from '#src/core/period.ts';
import { changeMonths } from '#src/service/values/change-months.ts';
import type { Database } from '#src/store/engine/database.ts';
import { enter, scopeOn } from '../kit/services.ts';
import { NOW } from './api.ts';

/** Values by metric of one month. */
export type MonthOfBooks = Readonly<Record<string, string | number>>;

/** Enters values by hand, a month after the other, as `tester`. */
export async function enterMonths(database: Database, months: Readonly<Record<string, MonthOfBooks>>): Promise<void> {
  for (const [period, values] of Object.entries(months)) await enter(database, period, values, NOW);
}

/** Stores the same values for many months in one transaction, which is faster than entering them. */
export async function storeMonths(database: Database, months: readonly Month[], values: MonthOfBooks): Promise<void> {
  const manual = { source: 'manual' as const, vendorId: database.vendorIds.manual, collectedAt: null, notes: null };
  const changes = months.flatMap((month) =>
    Object.entries(values).map(([metric, value]) => ({
      month,
      metric,
      before: null,
      after: { ...manual, value: new Decimal(value), enteredBy: 'tester' },
    })),
  );
  await changeMonths(scopeOn(database, NOW), { permission: 'metrics:write', months }, () => ({
    intent: { values: changes },
    cause: { cause: 'entry' },
    audit: null,
    result: undefined,
  }));
}

/** So many months, the newest last. */
export function monthsUpTo(newest: Month, count: number): Month[] {
  return Array.from({ length: count }, (_, index) => addMonths(newest, index + 1 - count));
}

/** The worked example of docs/calculations.md section 5. */
export const FIRST_QUARTER_2025 = {
  '2025-01': month(354, 355, 146.46, 597, { nrr: -2044, mrr: 109682, total_revenue: 152294, total_expenses: 137499 }),
  '2025-02': month(294, 294, 138.3, 594, { nrr: 10877, mrr: 110274, total_revenue: 187085, total_expenses: 177096 }),
  '2025-03': month(433, 431, 167.32, 591, { nrr: 23446, mrr: 110003, total_revenue: 176109, total_expenses: 146891 }),
} as const;

function month(created: number, closed: number, hours: number, endpoints: number, books: MonthOfBooks): MonthOfBooks {
  return {
    reactive_tickets_created: created,
    reactive_tickets_closed: closed,
    reactive_time_spent: hours,
    endpoints_managed: endpoints,
    technical_employees: 5.5,
    ...books,
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

/** A month with every input that a formula names. */
export const WHOLE_MONTH: MonthOfBooks = {
  reactive_tickets_created: 354,
  reactive_tickets_closed: 355,
  reactive_time_spent: '146.46',
  endpoints_managed: 597,
  seats_managed: 500,
  technical_employees: '5.5',
  employees: 9,
  agreements: 80,
  nrr: -2044,
  mrr: 109_682,
  orr: 1_000,
  misc_revenue: 1,
  total_income: 120_000,
  payroll_total: '49836.85',
  owner_comp: 22_588,
  owner_comp_taxes: 13_000,
  total_expenses_qb: '88098.48',
  product_cogs: 9_000,
  cash_reserve: 200_000,
  average_monthly_expenses: 90_000,
  telemarketing_dials: 300,
  first_time_appointments: 12,
  new_agreements: 3,
  new_mrr: 3_000,
  lost_mrr: 500,
};
