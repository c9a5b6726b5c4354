import { beforeEach, expect, it } from 'vitest';
import { parseMonth } from '#src/core/period.ts';
import { readBooksConnection } from '#src/store/books-connections.ts';
import { readNewestStatements } from '#src/store/statements.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../../kit/databases.ts';
import { examplePostings } from '../../kit/quickbooks/company-state.ts';
import { NOW, ORGANIZATION_ID } from '../../kit/services.ts';
import { MONTHS, newestRun, serveBooks } from './harness.ts';

describeOnOwnDatabases('a session of the Web Connector', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const statements = () =>
    readNewestStatements(
      use().database.prisma,
      ORGANIZATION_ID,
      MONTHS.map((month) => parseMonth(month)),
    );
  const connection = async () => readBooksConnection(use().database.prisma, ORGANIZATION_ID);

  it('brings every month of the window, account by account, tied to the cent', async () => {
    const books = await serveBooks(use().database);
    const result = await books.update();
    expect(result).toMatchObject({ state: '', percent: 100, lastError: null, closed: 'OK' });
    expect(result.calls.map(({ method }) => method)).toEqual([
      ...['serverVersion', 'clientVersion', 'authenticate'],
      ...Array.from({ length: 4 }, () => ['sendRequestXML', 'receiveResponseXML']).flat(),
      'closeConnection',
    ]);
    const percents = result.calls.flatMap(({ method, answer }) => (method === 'receiveResponseXML' ? answer : []));
    expect(percents).toEqual(['40', '60', '80', '100']);
    const stored = await statements();
    expect(stored.map(({ month, version, basis, source }) => [month, version, basis, source])).toEqual(
      MONTHS.map((month) => [month, 1, 'accrual', 'web_connector']),
    );
    const lines = stored[0]?.lines.map(({ section, account, number, accountId, type, amount }) =>
      [section, account, number, accountId, type, amount.toFixed(2)].join('|'),
    );
    expect(lines).toMatchInlineSnapshot(`
      [
        "income|Managed Services:Backup|4020|80000002-1|Income|3100.05",
        "income|Managed Services|4010|80000001-1|Income|1000.00",
        "income|Project Labor|4100|80000003-1|Income|-2044.00",
        "income|Job Materials|4200|80000004-1|Income|500.00",
        "cogs|Cost of Goods Sold:Job Materials|5100|80000006-1|CostOfGoodsSold|228.75",
        "cogs|Cost of Goods Sold|5000|80000005-1|CostOfGoodsSold|10.00",
        "expense|Payroll Expenses:Wages|6310|80000008-1|Expense|640.66",
        "expense|Payroll Expenses|6300|80000007-1|Expense|12.34",
        "expense|Insurance:Property|6410|8000000A-1|Expense|15.00",
        "expense|Taxes:Property|6510|8000000C-1|Expense|20.00",
        "expense|Café – “Büro” & <Misc>|6600|8000000D-1|Expense|7.77",
        "expense|Uncategorized Expenses|6999|8000000E-1|Expense|1.23",
        "other income|Interest||8000000F-1|OtherIncome|9.00",
        "other expense|Old Loan||80000010-1|OtherExpense|2.50",
      ]
    `);
  });

  it('is a run with a row for each month, and learns what the company file says of itself', async () => {
    const books = await serveBooks(use().database);
    await books.update(books.company({ closingDate: '2024-12-31' }));
    const run = await newestRun(use().database);
    expect(run).toMatchObject({
      trigger: 'web_connector',
      status: 'success',
      requestedBy: 'Web Connector (qbr-books)',
    });
    expect(run.entries.map(({ period, status }) => [period, status])).toEqual(
      MONTHS.map((month) => [month, 'success']),
    );
    expect(run.entries[0]?.notes).toContain('Stored the first statement: 14 accounts');
    expect(await connection()).toMatchObject({
      company: { name: 'Example MSP, LLC', hasFileId: true, path: 'C:\\Books\\Example.qbw' },
      closingDate: '2024-12-31',
      closingDateSeenAt: NOW,
      settings: { usesAccountNumbers: true, summaryBasis: 'accrual', isAutomaticLoginAllowed: true },
    });
    const audit = await use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(audit.map(({ action, actor }) => [action, actor])).toEqual([
      ['books.connected', 'tester'],
      ['books.company_pinned', 'Web Connector (qbr-books)'],
    ]);
  });

  it('asks for the company where the first call does not bring it', async () => {
    const books = await serveBooks(use().database);
    expect(await books.update(books.company(), { sendsHcp: false })).toMatchObject({ percent: 100, closed: 'OK' });
    expect((await connection())?.company).toMatchObject({ name: 'Example MSP, LLC', hasFileId: true });
  });

  it('stores a month again only where something differs, and names the accounts', async () => {
    const books = await serveBooks(use().database);
    const company = books.company();
    await books.update(company);
    await books.update(company);
    expect((await statements()).map(({ version }) => version)).toEqual([1, 1, 1]);
    const more = { account: 'Insurance:Property', date: '2025-02-03', amount: '-500.00' };
    const renamed = company.accounts.map((account) =>
      account.fullName === 'Project Labor' ? { ...account, fullName: 'Projects' } : account,
    );
    const postings = company.postings.map((each) =>
      each.account === 'Project Labor' ? { ...each, account: 'Projects' } : each,
    );
    await books.update({ ...company, accounts: renamed, postings: [...postings, more] });
    expect((await statements()).map(({ version }) => version)).toEqual([2, 2, 2]);
    const { entries } = await newestRun(use().database);
    expect(entries[0]?.notes).toContain('Compared with version 1: Insurance:Property 15.00 → -485.00.');
    expect(entries[1]?.notes).toContain('Compared with version 1: no amount differs.');
  });

  it('stores a month without postings as a statement of zeros', async () => {
    const books = await serveBooks(use().database);
    await books.update(books.company({ postings: examplePostings('2025-03') }));
    expect((await statements()).map(({ month, lines }) => [month, lines.length])).toEqual([
      ['2025-02', 0],
      ['2025-03', 14],
      ['2025-04', 0],
    ]);
  });

  it('asks in the configured basis', async () => {
    const books = await serveBooks(use().database, { basis: 'cash' });
    await books.update();
    const [february] = await statements();
    expect(february).toMatchObject({ basis: 'cash' });
    expect(february?.lines.some(({ account }) => account.startsWith('Café'))).toBe(false);
  });

  it.each([
    ['literal dots', { writesReferences: false }],
    ['no account numbers', { usesAccountNumbers: false }],
    ['an older QuickBooks', { qbxmlVersion: [10, 0] as const }],
    ['many accounts', { accounts: undefined }],
  ])('reads the same from a company file with %s', async (_, changes) => {
    const books = await serveBooks(use().database);
    const { accounts } = books.company();
    const many = Array.from({ length: 3_000 }, (_each, index) => {
      return { id: `9-${index}`, fullName: `Account ${index}`, type: 'Expense' as const };
    });
    const file = books.company({ ...changes, accounts: 'accounts' in changes ? [...accounts, ...many] : accounts });
    expect(await books.update(file)).toMatchObject({ percent: 100, closed: 'OK' });
    const [february] = await statements();
    const isOnStatement = ({ type }: { type: string }) => !['Bank', 'AccountsReceivable'].includes(type);
    const posted = accounts.filter((each) => isOnStatement(each) && !['Insurance', 'Taxes'].includes(each.fullName));
    expect(february?.lines.map(({ accountId }) => accountId).sort()).toEqual(posted.map(({ id }) => id).sort());
    expect(february?.lines.map(({ account }) => account).sort()).toEqual(posted.map(({ fullName }) => fullName).sort());
  });
});
