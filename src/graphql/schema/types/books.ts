import type { AccountRow } from '#src/core/books/account-table.ts';
import type { BooksTieOut as TieOut } from '#src/core/books/books-tie-out.ts';
import type { ChartBank } from '#src/core/books/chart-of-accounts.ts';
import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { type MappingVersions, proposedMapping, readMappingVersions } from '#src/service/books/mapping-versions.ts';
import {
  type BooksOfMonth,
  type BooksReview,
  booksOfMonth,
  MAX_REVIEWED_MONTHS,
  reviewBooks,
} from '#src/service/books/review.ts';
import { onlineWay, webConnectorStatus } from '#src/service/books/status.ts';
import { AccountMapping, AccountMappingState } from './account-mapping.ts';
import { Organization } from './organization.ts';
import { QuickBooksOnline } from './quickbooks-online.ts';
import { MappedMetric, Statement, StatementLine, StatementSection } from './statement.ts';
import { WebConnector } from './web-connector.ts';

const AccountAmount = builder.objectRef<AccountRow['amounts'][number]>('AccountAmount').implement({
  description: 'What an account was in a month.',
  fields: (t) =>
    exposed(t, {
      period: t.field({ type: 'Period', description: 'The month.', resolve: ({ month }) => month }),
      amount: [nullable('Decimal'), 'Amount in dollars; null if the statement has no line for the account.'],
    }),
});

const BooksAccount = builder.objectRef<AccountRow>('BooksAccount').implement({
  description: 'An account with its amounts and where the confirmed mapping, or else its proposal, puts it.',
  fields: (t) =>
    exposed(t, {
      account: ['String', 'Full name, `Parent:Child`, without numbers.'],
      number: [nullable('String'), 'Account number; null if it has none.'],
      section: [StatementSection, 'Section of the statement.'],
      amounts: [[AccountAmount], 'Its amount in each of `months`, oldest first.'],
      metric: [nullable(MappedMetric), 'The metric whose accounts it is one of; null if it is of none.'],
      isNew: ['Boolean', 'Whether it was not known yet when the mapping was confirmed, and no list names it.'],
      isReclassified: ['Boolean', 'Whether it is an account of cost of goods sold that counts as an expense.'],
    }),
});

const BooksAccounts = builder.objectRef<BooksReview>('BooksAccounts').implement({
  description: 'The chart of accounts with the amounts of some months.',
  fields: (t) =>
    exposed(t, {
      months: t.field({
        type: ['Period'],
        description: 'The last months that have a statement, oldest first.',
        resolve: ({ months }) => months,
      }),
      accounts: [[BooksAccount], 'Every account that is known, by section and then in the order of the chart.'],
    }),
});

const BankAccount = builder.objectRef<ChartBank>('BankAccount').implement({
  description: 'A bank account of the chart of accounts.',
  fields: (t) =>
    exposed(t, {
      account: ['String', 'Full name, `Parent:Child`, without numbers.'],
      number: [nullable('String'), 'Account number; null if it has none.'],
    }),
});

const ReconcilingItem = builder.objectRef<TieOut['items'][number]>('ReconcilingItem').implement({
  description: 'What makes net profit differ from Net Income by the definition of the metrics.',
  fields: (t) => exposed(t, { label: ['String', 'The item, in words.'], amount: ['Decimal', 'Amount in dollars.'] }),
});

const OverrideEffect = builder.objectRef<TieOut['overrides'][number]>('OverrideEffect').implement({
  description: 'What a value entered by hand adds to net profit.',
  fields: (t) => exposed(t, { metric: ['String', 'Key of the metric.'], amount: ['Decimal', 'Amount in dollars.'] }),
});

const BooksTieOut = builder.objectRef<TieOut>('BooksTieOut').implement({
  description: 'Net profit beside the statement’s Net Income, with all that lies between them.',
  fields: (t) =>
    exposed(t, {
      netProfit: ['Decimal', 'Net profit of the month, in dollars.'],
      netIncome: ['Decimal', 'Net Income of the statement, in dollars.'],
      items: [[ReconcilingItem], 'The four reconciling items, in the order of the statement.'],
      overrides: [[OverrideEffect], 'The values entered by hand that have an effect on net profit.'],
      remainder: ['Decimal', 'What these do not explain: 0, or an error.'],
    }),
});

const BooksMonth = builder.objectRef<BooksOfMonth>('BooksMonth').implement({
  description: 'A month’s statement and what the mapping makes of it.',
  fields: (t) =>
    exposed(t, {
      period: t.field({ type: 'Period', description: 'The month.', resolve: ({ month }) => month }),
      statement: [Statement, 'The statement that the month’s values are from, else the newest one.'],
      mappingVersion: t.int({
        nullable: true,
        description:
          'Version of the mapping that the values are from, else of the one that holds in the month; null if none does.',
        resolve: ({ mapping }) => mapping?.version ?? null,
      }),
      tieOut: [
        nullable(BooksTieOut),
        'The tie-out to the books; null without a confirmed mapping, or if it no longer fits the accounts.',
      ],
      inNoMetric: [[StatementLine], 'Lines with money that count in no metric; empty without a confirmed mapping.'],
    }),
});

export const Books = builder.objectRef<MappingVersions>('Books').implement({
  description: 'The books: profit and loss statements from QuickBooks, and how their accounts become metrics.',
  fields: (t) =>
    exposed(t, {
      connection: t.field({
        type: WebConnector,
        nullable: true,
        description: 'The connection of the Web Connector; null if it has no credentials yet.',
        resolve: ({ organizationId }, _args, { scope, preventCaching }) => {
          // The calls of a session change it without a notification, which would evict cached answers.
          preventCaching();
          return webConnectorStatus(scope(organizationId));
        },
      }),
      online: t.field({
        type: QuickBooksOnline,
        description: 'The way in from QuickBooks Online.',
        resolve: ({ organizationId }, _args, { scope, services, preventCaching }) => {
          // Its state changes with time.
          preventCaching();
          return onlineWay(scope(organizationId), services.config);
        },
      }),
      mappingState: t.expose('state', { type: AccountMappingState, description: 'Whether a mapping is confirmed.' }),
      mapping: t.expose('confirmed', {
        type: AccountMapping,
        nullable: true,
        description: 'The newest confirmed version of the mapping; null if none is confirmed.',
      }),
      proposal: t.field({
        type: AccountMapping,
        nullable: true,
        description:
          'While no version is confirmed: the newest stored proposal, else what the names of the accounts suggest. Null if a version is confirmed, and while no account is known.',
        resolve: (versions, _args, { scope }) => proposedMapping(scope(versions.organizationId), versions),
      }),
      mappings: t.expose('versions', { type: [AccountMapping], description: 'All stored versions, newest first.' }),
      newestMappingVersion: t.int({
        description: 'Number of the newest stored version, for `basedOn`; 0 if there is none.',
        resolve: ({ versions }) => versions[0]?.version ?? 0,
      }),
      accounts: t.field({
        type: BooksAccounts,
        description: 'Every account with its amounts in the last months.',
        args: {
          months: t.arg.int({
            required: true,
            defaultValue: 3,
            description: `How many months, 1 to ${MAX_REVIEWED_MONTHS}.`,
          }),
        },
        resolve: (versions, { months }, { scope }) => reviewBooks(scope(versions.organizationId), versions, { months }),
      }),
      bankAccounts: t.field({
        type: [BankAccount],
        description: 'The bank accounts of the chart as last read; empty if it is not known.',
        resolve: ({ from }) => from.banks,
      }),
      month: t.field({
        type: BooksMonth,
        nullable: true,
        description: 'A month’s books; null if it has no statement.',
        args: { period: t.arg({ type: 'Period', required: true, description: 'The month.' }) },
        resolve: ({ organizationId }, { period }, { scope }) => booksOfMonth(scope(organizationId), period),
      }),
    }),
});

builder.objectField(Organization, 'books', (t) =>
  t.field({
    type: Books,
    description: 'The books.',
    resolve: ({ id }, _args, { scope }) => readMappingVersions(scope(id)),
  }),
);
