import { EMPTY_MAPPING } from '#src/core/books/account-mapping.ts';
import type { Statement } from '#src/core/books/statement.ts';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { connectBooks } from '#src/service/books/connect.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { updateBooksConnection } from '#src/store/books-connections.ts';
import { insertRun } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';
import { addChangedTransactions } from '#src/store/statements.ts';
import {
  findWebConnectorSession,
  insertWebConnectorSession,
  saveWebConnectorSession,
} from '#src/store/web-connector-sessions.ts';
import { keepStatements, statementOf } from '../../kit/books/keep-statements.ts';
import { ORGANIZATION_ID, scopeOn } from '../../kit/services.ts';
import type { WholeResult } from './whole-result.ts';

const READ_AT = new Date('2026-07-10T12:00:00Z');
const CONFIRMED_AT = new Date('2026-07-10T13:00:00Z');
const RUN = {
  trigger: 'web_connector',
  scheduledFor: null,
  startedAt: READ_AT,
  force: false,
  reason: null,
  host: 'test',
  processId: 1,
} as const;
const TICKET_HASH = '0'.repeat(64);

/** June, in which the world's values are entered by hand, and July, which has none but these. */
const STATEMENTS: readonly Statement[] = [
  statementOf('2026-06', [
    ['income', '4010 Managed Services', '110003'],
    ['income', '4100 Projects', '23446.25'],
    ['cogs', '5100 Hosting', '9000'],
    ['expense', 'Payroll:Wages', '49836.85'],
    ['other income', 'Interest', '1'],
  ]),
  statementOf('2026-07', [
    ['income', '4010 Managed Services', '1000.5'],
    ['income', '4010 Managed Services:Backup', '-20.25'],
    ['cogs', 'Wages of technicians', '300'],
    ['expense', 'Payroll:Wages', '200'],
    ['other income', 'Interest', '2'],
    ['other expense', 'Old loan', '5.75'],
  ]),
];

/** A chart whose bank account may be a cash reserve. */
const CHART = [
  { id: '35', fullName: 'Checking', number: '1010', type: 'Bank', specialType: 'Checking', isActive: true },
];

async function enterStatements(database: Database): Promise<void> {
  await keepStatements(database, STATEMENTS, READ_AT);
}

/** Statements that nothing is computed from, and a company of QuickBooks Online that cannot be read any more. */
async function enterEndedConsent(database: Database): Promise<void> {
  await enterStatements(database);
  const consent = { consentedAt: READ_AT, refreshToken: null, refreshTokenExpiresAt: READ_AT, endedAt: CONFIRMED_AT };
  const company = {
    realmId: '1',
    companyName: 'Example MSP, LLC',
    connectedBy: 'tester',
    readAt: READ_AT,
    accounts: CHART,
  };
  await database.prisma.booksOnline.create({ data: { organizationId: ORGANIZATION_ID, ...company, ...consent } });
  // Seen as a change, as everything that is done through a service is.
  await insertRun(database.prisma, ORGANIZATION_ID, { ...RUN, requestedBy: 'tester' });
}

/** The Web Connector's connection after a session that failed. */
async function connect(database: Database): Promise<void> {
  await connectBooks(scopeOn(database, READ_AT), { publicUrl: 'https://qbr.example.com' });
  await database.transaction(async (tx) => {
    const company = {
      name: 'Example MSP, LLC',
      hasFileId: true,
      path: 'C:\\Example.qbw',
      pinnedAt: READ_AT.toISOString(),
    };
    await updateBooksConnection(tx, ORGANIZATION_ID, {
      company,
      closingDate: '2026-03-31',
      closingDateSeenAt: READ_AT,
    });
    const runId = await insertRun(tx, ORGANIZATION_ID, { ...RUN, requestedBy: 'qbr-books' });
    const session = { runId, address: null, basis: 'accrual', steps: [], startedAt: READ_AT } as const;
    await insertWebConnectorSession(tx, ORGANIZATION_ID, { ...session, ticketHash: TICKET_HASH });
    const stored = await findWebConnectorSession(tx, ORGANIZATION_ID, TICKET_HASH);
    const lastError = 'QuickBooks asks for a password that it was not given.';
    if (stored) await saveWebConnectorSession(tx, ORGANIZATION_ID, { ...stored, lastError, endedAt: READ_AT });
  });
}

/** Statements, a connection and a confirmed mapping, which leaves one account in no metric. */
async function enterBooks(database: Database): Promise<void> {
  await connect(database);
  await enterStatements(database);
  const of = (section: 'income' | 'cogs' | 'expense' | 'other income', account: string, subAccounts = false) => [
    { section, account, subAccounts, accountId: null },
  ];
  const metrics = {
    ...EMPTY_MAPPING.metrics,
    mrr: of('income', 'Managed Services', true),
    nrr: of('income', 'Projects'),
    orr: 'none' as const,
    misc_revenue: of('other income', 'Interest'),
    payroll_total: of('expense', 'Payroll', true),
  };
  const cashReserve = [{ account: 'Checking', accountId: null, subAccounts: false }];
  const further = { ...EMPTY_MAPPING.further, cashReserve };
  const mapping = { ...EMPTY_MAPPING, metrics, reclassify: of('cogs', 'Wages of technicians'), further };
  const draft = { from: parseMonth('2026-01'), reason: 'The chart of June', mapping };
  await saveMapping(scopeOn(database, CONFIRMED_AT), draft, { confirm: true });
}

/** As after a difference in QuickBooks Desktop: what it names behind it. */
async function enterChangedBooks(database: Database): Promise<void> {
  await enterBooks(database);
  const bill = {
    id: '5D-1',
    account: 'Managed Services',
    amount: new Decimal('12.5'),
    date: '2026-07-03',
    by: 'Admin',
  };
  const gone = { id: '4F-1', account: null, amount: null, date: null, by: null };
  const statement = { organizationId: ORGANIZATION_ID, month: parseMonth('2026-07'), version: 1 };
  await database.transaction((tx) =>
    addChangedTransactions(tx, statement, [
      { kind: 'modified', type: 'Bill', number: '1042', at: READ_AT, ...bill },
      { kind: 'deleted', type: 'Journal Entry', number: '7', at: READ_AT, ...gone },
    ]),
  );
}

const MAPPING = {
  from: '2026-01',
  reason: 'Backup is recurring',
  nrr: { none: true },
  mrr: { accounts: [{ account: 'Managed Services', section: 'INCOME', subAccounts: true }] },
  orr: { none: true },
  payrollTotal: { accounts: [{ account: 'Payroll', section: 'EXPENSE', subAccounts: true }] },
};
const NOWHERE = { account: 'Nowhere', section: 'INCOME', subAccounts: false };

/** What both mutations of the mapping answer. */
function mappingResults(operation: string): WholeResult[] {
  const of = (name: string, input: object): WholeResult => {
    return { name: `${operation}.${name}`, prepare: enterBooks, variables: { input: { ...MAPPING, ...input } } };
  };
  return [
    { ...of('success', { basedOn: 1 }), after: [['close-period', { input: { period: '2026-06' } }]] },
    of('proposal', { confirm: false, otherExpenseCounts: true }),
    of('quarter', { from: '2026-Q1' }),
    of('no-reason', { reason: ' ' }),
    of('unknown-account', { orr: { accounts: [NOWHERE] } }),
    of('unknown-organization', { organizationId: 7 }),
    of('conflict', { basedOn: 0 }),
    of('several', { basedOn: 0, orr: {}, reclassify: [NOWHERE] }),
  ];
}

const BOOKS_OF_JULY = { period: '2026-07' };

/** Answers of the books to every query and mutation. */
export const BOOKS_RESULTS: readonly WholeResult[] = [
  { name: 'books.empty', variables: BOOKS_OF_JULY },
  { name: 'books.suggested', prepare: enterStatements, variables: BOOKS_OF_JULY },
  { name: 'books.confirmed', prepare: enterChangedBooks, variables: BOOKS_OF_JULY },
  { name: 'books.overridden', prepare: enterBooks, variables: { period: '2026-06' } },
  { name: 'books.quarter', prepare: enterBooks, variables: { period: '2026-Q2' } },
  { name: 'books.consent-ended', prepare: enterEndedConsent, variables: BOOKS_OF_JULY },
  { name: 'attention.of-the-books', prepare: enterEndedConsent },
  { name: 'metric.of-the-books', prepare: enterChangedBooks, variables: { ...BOOKS_OF_JULY, key: 'mrr' } },
  ...mappingResults('save-account-mapping'),
  ...mappingResults('preview-account-mapping'),
  { name: 'connect-books.success', variables: { input: { userName: 'books' } } },
  { name: 'connect-books.user-name', variables: { input: { userName: 'a b' } } },
  { name: 'connect-books.unknown-organization', variables: { input: { organizationId: 7 } } },
  { name: 'connect-books.several', variables: { input: { organizationId: 7, userName: 'a b' } } },
  { name: 'pause-books.success', prepare: connect, variables: { input: { paused: true } } },
  { name: 'pause-books.not-connected', variables: { input: { paused: true } } },
  { name: 'pause-books.unknown-organization', variables: { input: { organizationId: 7, paused: false } } },
];
