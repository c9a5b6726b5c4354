import type { MappedMetric } from '#src/web/gql/operations.ts';
import { decimalSum } from '#src/web/values/exact-decimals.ts';
import type { MonthOfBooks } from './books.ts';
import type { MonthSums } from './mapping-sums.ts';
import { type CountingRules, METRIC_WORDS } from './places.ts';

/** A row of the sums. */
export interface SumRow {
  readonly label: string;
  /** The metric that accounts are listed for; null for totals and what remains of them. */
  readonly metric: MappedMetric | null;
  readonly isTotal: boolean;
  /** The total of the statement that it is taken from, in the newest month; null if there is none. */
  readonly statement: string | null;
  of(sums: MonthSums): string;
}

/** The totals, each followed by its parts. @param totals the newest statement's own; null without one */
export function sumRows(totals: MonthOfBooks['statement']['totals'] | null, rules: CountingRules): SumRow[] {
  const income = totals && decimalSum([totals.income, ...(rules.otherIncomeCounts ? [totals.otherIncome] : [])]);
  const expense = totals && decimalSum([totals.expense, ...(rules.otherExpenseCounts ? [totals.otherExpense] : [])]);
  return [
    total('Total income', (sums) => sums.totalIncome, income),
    ...(['MRR', 'NRR', 'ORR'] as const).map(listed),
    rest('Product sales', (sums) => sums.productSales),
    total('Product COGS', (sums) => sums.productCogs, totals?.cogs ?? null),
    total('Total expenses', (sums) => sums.totalExpenses, expense),
    listed('PAYROLL_TOTAL'),
    rest('All other expenses', (sums) => sums.otherExpenses),
    { ...listed('UNCATEGORIZED_EXPENSES'), label: 'Uncategorized, left out of the review' },
    ...(rules.otherIncomeCounts
      ? []
      : [total('Other income', (sums) => sums.otherIncome, totals?.otherIncome ?? null), listed('MISC_REVENUE')]),
    ...(rules.otherIncomeCounts ? [] : [rest('Other income in no metric', (sums) => sums.inNoMetric.otherIncome)]),
    ...(rules.otherExpenseCounts
      ? []
      : [total('Other expense in no metric', (sums) => sums.inNoMetric.otherExpense, totals?.otherExpense ?? null)]),
  ];
}

function total(label: string, of: SumRow['of'], statement: string | null): SumRow {
  return { label, metric: null, isTotal: true, statement, of };
}

function rest(label: string, of: SumRow['of']): SumRow {
  return { label, metric: null, isTotal: false, statement: null, of };
}

function listed(metric: MappedMetric): SumRow {
  return { label: METRIC_WORDS[metric], metric, isTotal: false, statement: null, of: (sums) => sums.metrics[metric] };
}
