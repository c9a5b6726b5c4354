import { beforeEach, expect, it } from 'vitest';
import { EMPTY_MAPPING } from '#src/core/books/account-mapping.ts';
import type { FurtherReadings } from '#src/core/books/further-readings.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { exportMapping, importMapping } from '#src/service/books/mapping-file.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { readProvenance } from '#src/store/value-provenance.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../../kit/databases.ts';
import type { CompanyState } from '../../kit/quickbooks/company-state.ts';
import { enter, ORGANIZATION_ID, scopeOn } from '../../kit/services.ts';
import { type Books, newestRun, serveBooks } from './harness.ts';

const bank = (account: string, subAccounts = false) => ({ account, subAccounts, accountId: null });
const ALL: FurtherReadings = {
  cashReserve: [bank('Checking'), bank('Savings', true)],
  ...{ arOver90Days: true, averageMonthlyExpenses: true },
};

/** Money in three banks from January on, and invoices of all ages. */
const BALANCES = [
  { account: 'Checking', date: '2025-01-10', amount: '1000.00' },
  { account: 'Checking', date: '2025-03-05', amount: '-200.50' },
  { account: 'Savings', date: '2025-01-10', amount: '30.00' },
  { account: 'Savings:Reserve', date: '2025-03-01', amount: '4000.00' },
];
const INVOICES = [
  { customer: 'Acme & Sons', due: '2024-11-30', amount: '500.00' },
  { customer: 'Acme & Sons', due: '2025-03-25', amount: '70.00' },
  { customer: 'Other', due: '2024-12-01', amount: '25.25' },
];

describeOnOwnDatabases('what the books give beside the statement', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const scope = () => scopeOn(use().database);
  const confirm = (further: FurtherReadings, from = '2024-01') =>
    saveMapping(scope(), { from, reason: 'Cash', mapping: { ...EMPTY_MAPPING, further } }, { confirm: true });
  const company = (books: Books, changes: Partial<CompanyState> = {}) => {
    const file = books.company();
    return { ...file, postings: [...file.postings, ...BALANCES], openInvoices: INVOICES, ...changes };
  };
  const valuesOf = async (metric: string) => {
    const rows = await use().database.prisma.monthlyMetric.findMany({
      where: { organizationId: ORGANIZATION_ID, metricName: metric },
      orderBy: { period: 'asc' },
    });
    return rows.map(({ period, metricValue, dataSource }) => `${period} ${metricValue} ${dataSource}`);
  };
  const requests = ({ calls }: { calls: readonly { method: string }[] }) =>
    calls.filter(({ method }) => method === 'sendRequestXML').length;

  it('is not asked for until a person has chosen it, and is withdrawn when it is turned off', async () => {
    const books = await serveBooks(use().database);
    expect(requests(await books.update(company(books)))).toBe(4);
    await confirm(ALL);
    // The running month has no balance yet: both reports of the two others.
    expect(requests(await books.update(company(books)))).toBe(8);
    expect(await valuesOf('cash_reserve')).toEqual(['2025-02 1030 collected', '2025-03 4829.5 collected']);
    expect(await valuesOf('ar_over_90_days')).toEqual(['2025-02 0 collected', '2025-03 525.25 collected']);
    await confirm({ ...ALL, cashReserve: [] });
    expect(await valuesOf('cash_reserve')).toEqual([]);
    expect(requests(await books.update(company(books)))).toBe(6);
  });

  it('names its accounts, and how many customers owe', async () => {
    const books = await serveBooks(use().database);
    await books.update(company(books));
    await confirm(ALL);
    await books.update(company(books));
    const provenance = await readProvenance(use().database.prisma, ORGANIZATION_ID, [parseMonth('2025-03')]);
    expect(
      provenance.map(({ metric, filter, rowsCounted, snapshotDate }) => [metric, filter, rowsCounted, snapshotDate]),
    ).toEqual([
      [
        'ar_over_90_days',
        'Customers with receivables of more than 90 days (> 90), by the A/R aging summary',
        2,
        '2025-03-31',
      ],
      [
        'cash_reserve',
        'Balances: 1000 Checking 799.50 + 1011 Savings:Reserve 4,000.00 + 1010 Savings 30.00',
        3,
        '2025-03-31',
      ],
    ]);
  });

  it.each([
    ['balance sheet', 'cash_reserve', /Total assets are 5,424\.75, but liabilities and equity 5,424\.76/],
    ['aging', 'ar_over_90_days', /> 90 is 525\.26, but its customers add up to 525\.25/],
  ])('refuses a %s that does not tie, alone, and says so', async (report, metric, words) => {
    const books = await serveBooks(use().database);
    await books.update(company(books));
    await confirm(ALL);
    const result = await books.update(company(books, { faults: { [`2025-03 ${report}`]: 'untied' } }));
    expect(result.percent).toBe(100);
    expect(result.closed).toMatch(words);
    const run = await newestRun(use().database);
    expect([run.status, run.entries.map(({ status }) => status)]).toEqual([
      'partial',
      ['success', 'success', 'success'],
    ]);
    expect(run.entries[1]?.notes).toMatch(words);
    expect((await valuesOf(metric)).filter((each) => each.startsWith('2025-03'))).toEqual([]);
    await books.update(company(books));
    expect((await valuesOf(metric)).at(-1)).toMatch(/^2025-03 /);
  });

  it('keeps manual entries, and those of closed months with a finding', async () => {
    const books = await serveBooks(use().database);
    await books.update(company(books));
    await confirm(ALL);
    await enter(use().database, '2025-02', { cash_reserve: '7' });
    await books.update(company(books));
    expect(await valuesOf('cash_reserve')).toEqual(['2025-02 7 manual', '2025-03 4829.5 collected']);
    await closePeriod(scope(), { period: '2025-03' });
    const later = { account: 'Checking', date: '2025-03-30', amount: '1.00' };
    const file = company(books);
    await books.update({ ...file, postings: [...file.postings, later] });
    expect((await valuesOf('cash_reserve')).at(-1)).toBe('2025-03 4829.5 collected');
    const findings = await use().database.prisma.finding.findMany({ where: { kind: 'drift', resolvedAt: null } });
    expect(findings.map(({ metricName, message }) => [metricName, message])).toEqual([
      ['cash_reserve', 'Cash Reserve of March 2025 would now be collected as $4,830.50; $4,829.50 was kept'],
    ]);
  });

  it('averages the last twelve closed months, and has no average of fewer', async () => {
    const books = await serveBooks(use().database, { monthsToCollect: 14 });
    await confirm(ALL);
    const months = Array.from({ length: 13 }, (_, index) => {
      return new Date(Date.UTC(2024, 2 + index, 1)).toISOString().slice(0, 7) as Month;
    });
    const postings = months.map((month, index) => {
      return { account: 'Insurance:Property', date: `${month}-01`, amount: `${100 * (index + 1)}.00` };
    });
    await books.update(books.company({ postings }));
    for (const month of months.slice(0, 11)) await closePeriod(scope(), { period: month });
    await books.update(books.company({ postings }));
    expect(await valuesOf('average_monthly_expenses')).toEqual([]);
    await closePeriod(scope(), { period: months[11] ?? '' });
    await books.update(books.company({ postings }));
    // 100 to 1,200 before March and April 2025.
    expect(await valuesOf('average_monthly_expenses')).toEqual(['2025-03 650 collected', '2025-04 650 collected']);
    await closePeriod(scope(), { period: '2025-03' });
    await confirm(ALL);
    expect(await valuesOf('average_monthly_expenses')).toEqual(['2025-03 650 collected', '2025-04 750 collected']);
  });

  it('refuses a bank that is not one, or is chosen twice', async () => {
    const books = await serveBooks(use().database);
    await books.update(company(books));
    const cashReserve = [bank('Managed Services'), bank('Savings', true), bank('Savings:Reserve')];
    await expect(confirm({ ...ALL, cashReserve })).rejects.toMatchObject({
      errors: [
        { field: 'cash_reserve[0]', message: 'There is no bank account Managed Services' },
        { field: 'cash_reserve[2]', message: 'Savings:Reserve is in cash_reserve already' },
      ],
    });
  });

  it('is the same after an export and an import', async () => {
    const books = await serveBooks(use().database);
    await books.update(company(books));
    await confirm(ALL);
    const yaml = await exportMapping(scope());
    expect(yaml).toContain('ar_over_90_days: true\naverage_monthly_expenses: true\n');
    await importMapping(scope(), yaml, { confirm: true });
    expect(await exportMapping(scope())).toBe(yaml);
    await expect(
      importMapping(scope(), `${yaml}cash: 1\n`.replace('days: true', 'days: 7'), { confirm: true }),
    ).rejects.toMatchObject({ errors: [{ field: 'cash' }, { field: 'ar_over_90_days' }] });
  });
});
