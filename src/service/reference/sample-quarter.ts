import type { MonthLeaves } from '#src/core/derivation/derive.ts';
import { type Month, parsePeriod, type Quarter } from '#src/core/period.ts';

/** Numbers of nobody, for a reference without an organization; where they can, those of docs/calculations.md section 5. */
export const SAMPLE_QUARTER = parsePeriod('2025-Q1') as Quarter;

// biome-ignore format: a table reads best with a row a metric
const ROWS: readonly (readonly [key: string, january: string | null, february: string | null, march: string | null])[] = [
  ['reactive_tickets_created', '354', '294', '433'],
  ['reactive_tickets_closed', '355', '294', '431'],
  ['reactive_time_spent', '146.46', '138.3', '167.32'],
  ['endpoints_managed', '597', '594', '591'],
  ['seats_managed', '498', '501', '503'],
  ['nrr', '-2044', '10877', '23446'],
  ['mrr', '109682', '110274', '110003'],
  ['orr', '6200', '6200', '6350'],
  ['misc_revenue', null, '250', '0'],
  ['owner_comp', '22588', '22588', '22588'],
  ['owner_comp_taxes', '13000', '0', '0'],
  ['product_cogs', '28650.25', '61240', '30112.4'],
  ['employees', '11', '11', '11.5'],
  ['technical_employees', '5.5', '5.5', '5.5'],
  ['agreements', '96', '97', '97'],
  ['telemarketing_dials', '412', '388', '455'],
  ['first_time_appointments', '6', '5', '8'],
  ['prospects_to_pbr', '3', '2', '4'],
  ['new_agreements', '1', '1', '2'],
  ['new_mrr', '2150', '1875.5', '3990'],
  ['lost_mrr', '640', '0', '1210'],
  ['total_income', '152294', '186835', '176109'],
  ['payroll_total', '71250.1', '70980.45', '73415'],
  ['total_expenses_qb', '108969.25', '115856', '116853.6'],
  ['uncategorized_expenses', '120.5', null, '75'],
  ['cash_reserve', '210000', '198500', '205250'],
  ['ar_over_90_days', '4120.75', '3980', '0'],
  ['average_monthly_expenses', '128400.5', '128400.5', '128400.5'],
];

export const SAMPLE_LEAVES: readonly MonthLeaves[] = ['2025-01', '2025-02', '2025-03'].map((month, index) => ({
  month: month as Month,
  leaves: new Map(
    ROWS.flatMap(([key, ...values]) => {
      const value = values[index];
      return value ? [[key, value] as const] : [];
    }),
  ),
}));
