import type { MappedMetric as MappedMetricKey } from '#src/core/books/account-mapping.ts';
import type { PlacedLine } from '#src/core/books/account-table.ts';
import type { StatementBasis as Basis, StatementSection as Section } from '#src/core/books/statement.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type { PlacedStatement } from '#src/service/books/review.ts';
import { ChangedTransaction } from './changed-transaction.ts';

export const StatementSection = enumOf<Section>('StatementSection', 'Section of a profit and loss statement.', {
  income: 'Ordinary income.',
  cogs: 'Cost of goods sold.',
  expense: 'Ordinary expense.',
  'other income': 'Other income, below net ordinary income.',
  'other expense': 'Other expense, below net ordinary income.',
});

export const MappedMetric = enumOf<MappedMetricKey>(
  'MappedMetric',
  'A metric that is the sum of chosen accounts. In lower case it is the key of the metric: `MISC_REVENUE` is `misc_revenue`.',
  {
    nrr: 'Non-recurring revenue.',
    mrr: 'Monthly recurring revenue.',
    orr: 'Other recurring revenue.',
    misc_revenue: 'Revenue outside of total income: accounts of other income.',
    payroll_total: 'Payroll expenses.',
    uncategorized_expenses: 'Expenses that are not categorized yet; they are subtracted from expenses.',
  },
);

export const StatementBasis = enumOf<Basis>('StatementBasis', 'Accounting basis of a statement.', {
  accrual: 'Income when invoiced, expenses when billed.',
  cash: 'Income and expenses when paid.',
});

export const StatementSource = enumOf<PlacedStatement['source']>('StatementSource', 'The way in of a statement.', {
  web_connector: 'Read from QuickBooks Desktop by the Web Connector.',
  online: 'Read from QuickBooks Online.',
  file: 'Imported from a file.',
});

export const StatementLine = builder.objectRef<PlacedLine>('StatementLine').implement({
  description: 'The money of one account in one month: a leaf, or a parent’s own postings. Never a subtotal.',
  fields: (t) =>
    exposed(t, {
      account: ['String', 'Full name, `Parent:Child`, without numbers.'],
      number: [nullable('String'), 'Account number; null if it has none.'],
      section: [StatementSection, 'Section of the statement.'],
      amount: [
        'Decimal',
        'Amount in dollars, with the sign of the statement: an expense is positive, a refund negative.',
      ],
      total: [
        nullable('String'),
        'Key of the metric that it counts in: `total_income`, `product_cogs`, `total_expenses_qb` or `misc_revenue`. Null if it counts in none, or no mapping is confirmed.',
      ],
      metric: [nullable(MappedMetric), 'The metric whose accounts it is one of; null if it is of none.'],
    }),
});

const StatementTotals = builder.objectRef<PlacedStatement['sums']>('StatementTotals').implement({
  description: 'The sums of a statement, in dollars.',
  fields: (t) =>
    exposed(t, {
      income: t.field({ type: 'Decimal', description: 'Ordinary income.', resolve: ({ sections }) => sections.income }),
      cogs: t.field({ type: 'Decimal', description: 'Cost of goods sold.', resolve: ({ sections }) => sections.cogs }),
      grossProfit: ['Decimal', 'Income less cost of goods sold.'],
      expense: t.field({
        type: 'Decimal',
        description: 'Ordinary expense.',
        resolve: ({ sections }) => sections.expense,
      }),
      netOrdinaryIncome: ['Decimal', 'Gross profit less expense.'],
      otherIncome: t.field({
        type: 'Decimal',
        description: 'Other income.',
        resolve: ({ sections }) => sections['other income'],
      }),
      otherExpense: t.field({
        type: 'Decimal',
        description: 'Other expense.',
        resolve: ({ sections }) => sections['other expense'],
      }),
      netIncome: ['Decimal', 'Net Income: net ordinary income, plus other income, less other expense.'],
    }),
});

export const Statement = builder.objectRef<PlacedStatement>('Statement').implement({
  description: 'A month’s profit and loss statement as it was read.',
  fields: (t) =>
    exposed(t, {
      version: ['Int', 'Number of the statement within its month; the newest has the highest.'],
      basis: [nullable(StatementBasis), 'Accounting basis; null if the source does not name it.'],
      currency: [nullable('String'), 'ISO 4217 code, such as `USD`; null if the source does not name it.'],
      source: [StatementSource, 'The way in.'],
      import: [nullable('String'), 'Name of the imported file; null if it was not imported.'],
      readAt: ['DateTime', 'When this version was first read.'],
      confirmedAt: ['DateTime', 'When the same was last read again.'],
      totals: t.field({ type: StatementTotals, description: 'Its sums.', resolve: ({ sums }) => sums }),
      lines: [[StatementLine], 'Its lines, in the order of the statement.'],
      changedTransactions: t.field({
        type: [ChangedTransaction],
        description:
          'What QuickBooks names behind the difference to the version before, 50 at most; empty if it names nothing or was not asked. QuickBooks Desktop is asked where amounts differ.',
        resolve: ({ changedTransactions }) => changedTransactions ?? [],
      }),
    }),
});
