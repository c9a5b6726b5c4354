import { beforeAll, expect, test } from 'vitest';
import { addMonths, type Month } from '../../src/core/period.ts';
import { describeOnBothDatabases } from '../kit/databases.ts';
import { type Api, openApi } from './api.ts';
import { type MonthOfBooks, storeMonths } from './books.ts';

/** Everything there is to ask of a value, its breakdown three levels deep. */
const FULL_REPORT = `
  query FullReport($last: Int!) {
    organization {
      periods(last: $last) {
        label
        status
        start
        end
        metrics(includeIntermediate: true) { ...metric previous { ...metric } yearAgo { ...metric } }
        financialHealth: metrics(category: FINANCIAL_HEALTH) { ...metric previous { ...metric } yearAgo { ...metric } }
        smartNumbers {
          definition { key }
          formatted
          state
          months
          status
          change { ...change }
          breakdown { ...breakdown }
          previous { formatted state status }
          yearAgo { formatted state status }
        }
        quarter { metrics { ...metric } smartNumbers { formatted status breakdown { ...breakdown } } }
      }
    }
  }
  fragment metric on MetricValue {
    definition { key label }
    value
    formatted
    state
    source
    vendor { name }
    status
    change { ...change }
    sinceLastYear: change(since: YEAR_AGO) { ...change }
    findings { id message }
    history(first: 2) { edges { node { newValue actor } } }
    breakdown { ...breakdown }
  }
  fragment change on Change { absolute percent better comparable reason }
  fragment breakdown on Breakdown {
    formula display result missing { key }
    components {
      definition { key } period value formatted
      breakdown {
        formula display result missing { key }
        components {
          definition { key } period value formatted
          breakdown { formula display result components { formatted } }
        }
      }
    }
  }
`;

/** Monthly metrics, quarterly metrics, SmartNumbers, thresholds, findings, closings and history … */
const STATEMENTS = 20;

describeOnBothDatabases('SQL statements of a report', (use) => {
  let api: Api;
  beforeAll(async () => {
    api = openApi(use());
    await storeMonths(use(), monthsUpTo('2026-07' as Month, 60), BOOKS);
  });

  test('are few, and as many for 48 months as for 12', async () => {
    const counts = new Map<number, number>();
    for (const last of [1, 12, 24, 24, 24, 48]) {
      const begin = performance.now();
      const statements = await use().statementsOf(() => api.ask(FULL_REPORT, { last }));
      process.stdout.write(`${last}: ${statements.length} ${Math.round(performance.now() - begin)} ms\n`);
      if (last === 24) process.stdout.write(statements.map((x) => x.slice(0, 60) + x.slice(-40)).join('\n') + '\n');
      counts.set(last, statements.length);
    }
    expect(counts).toEqual(
      new Map([
        [1, STATEMENTS],
        [12, STATEMENTS],
        [24, STATEMENTS],
        [48, STATEMENTS],
      ]),
    );
  });
});

/** A month with every input the formulas name. */
const BOOKS: MonthOfBooks = {
  reactive_tickets_created: 354,
  reactive_tickets_closed: 355,
  reactive_time_spent: 146.46,
  endpoints_managed: 597,
  seats_managed: 500,
  technical_employees: 5.5,
  employees: 9,
  agreements: 80,
  nrr: -2044,
  mrr: 109682,
  orr: 1000,
  total_income: 120000,
  misc_revenue: 1,
  payroll_total: 49836.85,
  owner_comp: 22588,
  owner_comp_taxes: 13000,
  total_expenses_qb: 88098.48,
  product_cogs: 9000,
  cash_reserve: 200000,
  average_monthly_expenses: 90000,
  telemarketing_dials: 300,
  first_time_appointments: 12,
  new_agreements: 3,
  new_mrr: 3000,
  lost_mrr: 500,
};

function monthsUpTo(newest: Month, count: number): Month[] {
  return Array.from({ length: count }, (_, index) => addMonths(newest, index + 1 - count));
}
