import type { MappedAccount as Account } from '#src/core/books/account-mapping.ts';
import type { BankAccount } from '#src/core/books/further-readings.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type { MappingState } from '#src/service/books/mapping-state.ts';
import { type ListedAccounts, listsOfVersion, type MappingVersion } from '#src/service/books/mapping-versions.ts';
import { MappedMetric, StatementSection } from './statement.ts';

export const AccountMappingState = enumOf<MappingState>(
  'AccountMappingState',
  'Whether values are computed from a mapping of accounts.',
  {
    none: 'No mapping is stored.',
    proposed: 'A proposal is stored and none is confirmed: nothing is computed.',
    confirmed: 'A mapping is confirmed, and values are computed from it.',
  },
);

const MappedAccount = builder.objectRef<Account>('MappedAccount').implement({
  description: 'An account that a mapping names.',
  fields: (t) =>
    exposed(t, {
      account: ['String', 'Full name as it is now, `Parent:Child`.'],
      section: [StatementSection, 'Section of the statement.'],
      subAccounts: ['Boolean', 'Whether all accounts below it belong to it.'],
    }),
});

const MappedBankAccount = builder.objectRef<BankAccount>('MappedBankAccount').implement({
  description: 'A bank account that a mapping names.',
  fields: (t) =>
    exposed(t, {
      account: ['String', 'Full name, `Parent:Child`.'],
      subAccounts: ['Boolean', 'Whether all accounts below it belong to it.'],
    }),
});

const AccountMappingList = builder.objectRef<ListedAccounts>('AccountMappingList').implement({
  description:
    'The accounts of one metric. Without accounts and not none, they are not decided yet, and the metric has no value.',
  fields: (t) =>
    exposed(t, {
      metric: [MappedMetric, 'The metric.'],
      isNone: ['Boolean', 'Whether there are no such accounts, so that the metric is 0.'],
      accounts: [[MappedAccount], 'The accounts whose sum it is.'],
    }),
});

export const AccountMapping = builder.objectRef<MappingVersion>('AccountMapping').implement({
  description:
    'A version of the mapping of accounts to metrics, or the suggestion that the names of the accounts make.',
  fields: (t) =>
    exposed(t, {
      version: ['Int', 'Number of the version, from 1; 0 for a suggestion, which is not stored.'],
      from: t.field({
        type: 'Period',
        nullable: true,
        description: 'The month from which on it holds; null for a suggestion.',
        resolve: ({ from }) => from,
      }),
      reason: [nullable('String'), 'Reason; null for a suggestion.'],
      author: [nullable('String'), 'Who stored it; null for a suggestion.'],
      createdAt: [nullable('DateTime'), 'When it was stored; null for a suggestion.'],
      confirmedAt: [nullable('DateTime'), 'When it was confirmed; null for a proposal.'],
      confirmedBy: [nullable('String'), 'Who confirmed it; null for a proposal.'],
      lists: t.field({
        type: [AccountMappingList],
        description: 'The accounts of each of the six metrics.',
        resolve: (version) => listsOfVersion(version),
      }),
      reclassify: [[MappedAccount], 'Accounts of cost of goods sold that count as expenses, such as wages.'],
      otherIncomeCounts: ['Boolean', 'Whether other income counts into `total_income`.'],
      otherExpenseCounts: ['Boolean', 'Whether other expense counts into `total_expenses_qb`.'],
      cashReserve: t.field({
        type: [MappedBankAccount],
        description:
          'The bank accounts whose balances at the month’s end are `cash_reserve`; none: it is not read from the books.',
        resolve: ({ further }) => further.cashReserve,
      }),
      arOver90Days: t.boolean({
        description: 'Whether `ar_over_90_days` is read from the A/R aging summary.',
        resolve: ({ further }) => further.arOver90Days,
      }),
      averageMonthlyExpenses: t.boolean({
        description: 'Whether `average_monthly_expenses` is the average of the last twelve closed months.',
        resolve: ({ further }) => further.averageMonthlyExpenses,
      }),
    }),
});
