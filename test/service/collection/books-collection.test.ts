import { beforeEach, expect, it } from 'vitest';
import { type AccountMapping, EMPTY_MAPPING } from '#src/core/books/account-mapping.ts';
import { linesOfMetric } from '#src/core/books/mapped-metrics.ts';
import type { StatementSection } from '#src/core/books/statement.ts';
import type { Month } from '#src/core/period.ts';
import { readCountedBooks } from '#src/service/books/counted-books.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { readMappingVersions } from '#src/service/books/mapping-versions.ts';
import { quickBooksReader } from '#src/service/collection/vendor-reader.ts';
import { readBooksOnline } from '#src/store/books-online.ts';
import { readEntries } from '#src/store/collection-log.ts';
import { readNewestStatements } from '#src/store/statements.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, ORGANIZATION_ID, storedMonth, TESTER } from '../../kit/services.ts';
import { type OnlineTest, startOnline } from '../books/online-harness.ts';

const MONTHS = ['2025-11', '2025-12', '2026-01'] as Month[];

describeOnBothDatabases('a collection of QuickBooks Online', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const collect = (online: OnlineTest, options: { readonly dryRun?: boolean } = {}) => {
    const { database } = use();
    const books = online.books();
    const reader = quickBooksReader({
      database,
      organizationId: ORGANIZATION_ID,
      basis: 'accrual',
      online: async () => books,
    });
    const readers = { connectwise: null, ninjaone: null, quickbooks: reader };
    return collectionFor(database, { readers, clock: online.now, monthsToCollect: MONTHS.length }).run({
      trigger: 'cli',
      viewer: TESTER,
      ...options,
    });
  };
  const statements = () => readNewestStatements(use().database.prisma, ORGANIZATION_ID, MONTHS);
  const entriesOf = async (runId: number | null) =>
    (await readEntries(use().database.prisma, ORGANIZATION_ID, runId ?? 0)).map(({ month, status, errorMessage }) => ({
      month,
      status,
      errorMessage,
    }));

  /** A connected company with money in every month. */
  async function connected(): Promise<OnlineTest> {
    const online = await startOnline(use().database);
    await online.connect();
    online.fake.company.postings = MONTHS.flatMap((month, index) => [
      { accountId: '1', month, cents: 100_000 + index },
      { accountId: '5', month, cents: 40_000 },
    ]);
    return online;
  }

  it('reads balances and receivables of months that have ended, once they are chosen', async () => {
    const online = await connected();
    const { company, requests } = online.fake;
    company.postings.push(...MONTHS.map((month) => ({ accountId: '8', month, cents: 250_050 })));
    company.openInvoices = [{ customer: 'Acme', due: '2025-08-01', cents: 12_345 }];
    const further = () => requests.all.filter(({ path }) => /BalanceSheet|AgedReceivables/.test(path)).length;
    await collect(online);
    expect(further()).toBe(0);
    const cashReserve = [{ account: 'Checking', accountId: null, subAccounts: false }];
    const mapping = { ...EMPTY_MAPPING, further: { ...EMPTY_MAPPING.further, cashReserve, arOver90Days: true } };
    await saveMapping(online.scope(), { from: '2025-01', reason: 'Cash', mapping }, { confirm: true });
    expect((await collect(online)).status).toBe('success');
    expect(further()).toBe(4);
    const { prisma } = use().database;
    const metricName = { in: ['cash_reserve', 'ar_over_90_days'] };
    const orderBy = [{ metricName: 'asc' }, { period: 'asc' }] as const;
    const values = async () =>
      (await prisma.monthlyMetric.findMany({ where: { metricName }, orderBy: [...orderBy] })).map(
        ({ period, metricValue }) => `${period} ${metricValue}`,
      );
    const before = ['2025-11 123.45', '2025-12 123.45', '2025-11 2500.5', '2025-12 5001'];
    expect(await values()).toEqual(before);
    online.fake.setOddity((query) =>
      query.get('end_date') === '2025-12-31' &&
      query.has('summarize_column_by') &&
      query.get('summarize_column_by') === 'Total'
        ? { falsified: 0 }
        : {},
    );
    const refused = await collect(online);
    expect(refused.status).toBe('partial');
    expect(refused.vendors[0]?.errorMessage).toMatch(/balance sheet of December 2025 was refused.*add up to/);
    expect(await values()).toEqual(before);
  });

  it('stores the statement of every month with its log row, and what the company says of itself', async () => {
    const online = await connected();
    online.fake.company.closingDate = '2025-11-30';
    const { runId, status, vendors } = await collect(online);
    expect({ status, vendors: vendors.map((each) => `${each.vendor} ${each.status}`) }).toEqual({
      status: 'success',
      vendors: ['quickbooks success'],
    });
    expect(
      (await statements()).map(({ month, version, source, runId: of }) => ({ month, version, source, of })),
    ).toEqual(MONTHS.map((month) => ({ month, version: 1, source: 'online', of: runId })));
    expect(await entriesOf(runId)).toEqual(MONTHS.map((month) => ({ month, status: 'success', errorMessage: null })));
    expect(await readBooksOnline(use().database.prisma, ORGANIZATION_ID)).toMatchObject({
      readAt: online.now(),
      currency: 'USD',
      closingDate: '2025-11-30',
      closingDateSeenAt: online.now(),
      accounts: expect.arrayContaining([expect.objectContaining({ id: '2', fullName: 'Managed Services:Support' })]),
    });
  });

  it('gives the values of a confirmed mapping, by the ids of the accounts', async () => {
    const online = await connected();
    await collect(online);
    // Renamed since: its id is the same.
    const of = (section: StatementSection, accountId: string) => ({
      ...{ section, accountId, account: `Formerly ${accountId}`, subAccounts: true },
    });
    const metrics: AccountMapping['metrics'] = {
      ...EMPTY_MAPPING.metrics,
      ...{ nrr: 'none', orr: 'none', mrr: [of('income', '1')], payroll_total: [of('expense', '5')] },
    };
    const draft = { from: '2025-01', reason: 'First look', mapping: { ...EMPTY_MAPPING, metrics } };
    await saveMapping(online.scope(), draft, { confirm: true });
    const before = await storedMonth(use().database, '2026-01');
    expect(before).toMatchObject({ mrr: '1000.02', total_income: '1000.02', payroll_total: '400', product_cogs: '0' });
    online.fake.company.postings.push({ accountId: '1', month: '2026-01' as Month, cents: 25 });
    const { vendors } = await collect(online);
    expect(vendors[0]?.changes.map(({ month, metric }) => `${month} ${metric}`)).toContain('2026-01 mrr');
    expect(await storedMonth(use().database, '2026-01')).toMatchObject({ mrr: '1000.27', total_income: '1000.27' });
  });

  it('explains a value by the accounts below a renamed one', async () => {
    const online = await connected();
    await collect(online);
    const of = { section: 'income', accountId: null, account: 'Managed Services', subAccounts: true } as const;
    const draft = {
      ...{ from: '2025-01', reason: 'First look' },
      mapping: { ...EMPTY_MAPPING, metrics: { ...EMPTY_MAPPING.metrics, mrr: [of] } },
    };
    await saveMapping(online.scope(), draft, { confirm: true });
    const { company } = online.fake;
    company.accounts = company.accounts.map((each) => (each.id === '1' ? { ...each, name: 'Managed IT' } : each));
    company.postings.push({ accountId: '2', month: '2026-01' as Month, cents: 25 });
    await collect(online);
    expect(await storedMonth(use().database, '2026-01')).toMatchObject({ mrr: '1000.27' });
    const [books] = await readCountedBooks(use().database.prisma, ORGANIZATION_ID, ['2026-01' as Month]);
    const lines = books ? linesOfMetric(books.mapped, 'mrr') : [];
    expect(lines.map(({ account, amount }) => [account, amount.toFixed(2)])).toEqual([
      ['Managed IT', '1000.02'],
      ['Managed IT:Support', '0.25'],
    ]);
    const versions = await readMappingVersions(online.scope());
    expect(versions.confirmed?.metrics.mrr).toMatchObject([{ account: 'Managed IT', accountId: '1' }]);
  });

  it('stores a new version only where the books say something else', async () => {
    const online = await connected();
    await collect(online);
    online.fake.company.postings.push({ accountId: '3', month: MONTHS[1] as Month, cents: 5 });
    await collect(online);
    expect((await statements()).map(({ version }) => version)).toEqual([1, 2, 1]);
  });

  it('refuses one month alone: the run is partial', async () => {
    const online = await connected();
    // The first amount of a row is November's.
    online.fake.setOddity((query) => (query.get('start_date') === '2025-11-01' ? { falsified: 0 } : {}));
    const { runId, status, vendors } = await collect(online);
    expect(status).toBe('partial');
    expect(vendors[0]).toMatchObject({
      status: 'partial',
      errorMessage: expect.stringMatching(/^The statement of November 2025 was refused/),
    });
    expect((await statements()).map(({ month }) => month)).toEqual(MONTHS.slice(1));
    expect(await entriesOf(runId)).toEqual([
      { month: MONTHS[0], status: 'failed', errorMessage: expect.stringMatching(/^The statement of November 2025/) },
      { month: MONTHS[1], status: 'success', errorMessage: null },
      { month: MONTHS[2], status: 'success', errorMessage: null },
    ]);
  });

  it('changes nothing where the reading fails, but for the next refresh token', async () => {
    const online = await connected();
    await collect(online);
    const before = await statements();
    online.passDays(1);
    online.fake.company.postings = [];
    online.fake.setFault(({ path }) => (path.includes('/reports/') ? { kind: 'status', status: 500 } : null));
    const { runId, status, vendors } = await collect(online);
    expect(status).toBe('failed');
    expect(vendors[0]?.errorMessage).toMatch(/^QuickBooks Online: HTTP 500/);
    expect(await statements()).toEqual(before);
    expect((await entriesOf(runId)).map((entry) => entry.status)).toEqual(['failed', 'failed', 'failed']);
    online.fake.setFault(null);
    expect((await collect(online)).status).toBe('success');
    expect(online.fake.tokens.reused).toEqual([]);
  });

  it('stores nothing in a dry run', async () => {
    const online = await connected();
    const { runId, status } = await collect(online, { dryRun: true });
    expect({ runId, status }).toEqual({ runId: null, status: 'success' });
    expect(await statements()).toEqual([]);
    expect(await storedMonth(use().database, '2026-01')).toEqual({});
    expect(await readBooksOnline(use().database.prisma, ORGANIZATION_ID)).toMatchObject({ readAt: null });
  });

  it('is not one without a connected company', async () => {
    const online = await startOnline(use().database);
    await expect(collect(online)).rejects.toThrow('No vendor is configured');
  });
});
