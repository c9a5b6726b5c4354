import type { MappedMetric, StatementSection } from '#src/web/gql/operations.ts';

/** Where an account's money goes besides the total of its section: a metric, or from COGS to the expenses. */
export type Place = MappedMetric | 'EXPENSES';

/** What counts besides income and expenses. */
export interface CountingRules {
  /** Other income counts into total income. */
  readonly otherIncomeCounts: boolean;
  /** Other expense counts into total expenses. */
  readonly otherExpenseCounts: boolean;
}

/** The metrics that accounts are listed for, in the order of the page. */
export const MAPPED_METRICS = [
  'MRR',
  'NRR',
  'ORR',
  'MISC_REVENUE',
  'PAYROLL_TOTAL',
  'UNCATEGORIZED_EXPENSES',
] as const satisfies readonly MappedMetric[];

export const METRIC_WORDS: Readonly<Record<MappedMetric, string>> = {
  MRR: 'MRR',
  NRR: 'NRR',
  ORR: 'ORR',
  MISC_REVENUE: 'Miscellaneous revenue',
  PAYROLL_TOTAL: 'Payroll',
  UNCATEGORIZED_EXPENSES: 'Uncategorized',
};

export const SECTION_WORDS: Readonly<Record<StatementSection, string>> = {
  INCOME: 'Income',
  COGS: 'Cost of goods sold',
  EXPENSE: 'Expense',
  OTHER_INCOME: 'Other income',
  OTHER_EXPENSE: 'Other expense',
};

const REVENUE = ['MRR', 'NRR', 'ORR'] as const;
const EXPENSE = ['PAYROLL_TOTAL', 'UNCATEGORIZED_EXPENSES'] as const;

/** The places that an account of a section may have (docs/calculations.md). */
export function placesOf(section: StatementSection, rules: CountingRules): readonly Place[] {
  switch (section) {
    case 'INCOME':
      return REVENUE;
    case 'COGS':
      return ['EXPENSES', ...EXPENSE];
    case 'EXPENSE':
      return EXPENSE;
    case 'OTHER_INCOME':
      return rules.otherIncomeCounts ? REVENUE : ['MISC_REVENUE'];
    case 'OTHER_EXPENSE':
      return rules.otherExpenseCounts ? EXPENSE : [];
  }
}

/** A place for people; null is what an account counts in without one. */
export function placeWords(place: Place | null, section: StatementSection, rules: CountingRules): string {
  if (place === null) return restWords(section, rules);
  if (place === 'EXPENSES') return 'All other expenses (reclassified)';
  return section === 'COGS' ? `${METRIC_WORDS[place]} (reclassified)` : METRIC_WORDS[place];
}

function restWords(section: StatementSection, rules: CountingRules): string {
  switch (section) {
    case 'INCOME':
      return 'Product sales';
    case 'COGS':
      return 'Product COGS';
    case 'EXPENSE':
      return 'All other expenses';
    case 'OTHER_INCOME':
      return rules.otherIncomeCounts ? 'Product sales' : 'In no metric';
    case 'OTHER_EXPENSE':
      return rules.otherExpenseCounts ? 'All other expenses' : 'In no metric';
  }
}
