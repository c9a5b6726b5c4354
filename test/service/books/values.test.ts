import { beforeEach, expect, it } from 'vitest';
import { type AccountMapping, EMPTY_MAPPING, type MappedAccount } from '#src/core/books/account-mapping.ts';
import type { StatementSection } from '#src/core/books/statement.ts';
import { parseMonth } from '#src/core/period.ts';
import { type MappingDraft, saveMapping } from '#src/service/books/mapping.ts';
import { readMappingVersions } from '#src/service/books/mapping-versions.ts';
import { booksOfMonth, reviewBooks } from '#src/service/books/review.ts';
import { closePeriod, reopenPeriod } from '#src/service/periods/close.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import type { CompanyState, Posting } from '../../kit/quickbooks/company-state.ts';
import { enter, ORGANIZATION_ID, scopeOn } from '../../kit/services.ts';
import { MONTHS, newestRun, serveBooks } from './harness.ts';

const HOUR_MS = 3_600_000;

function of(section: StatementSection, account: string, subAccounts = false): MappedAccount {
  return { section, account, accountId: null, subAccounts };
}

/** The mapping of the example company: every list decided. */
const MAPPING: AccountMapping = {
  ...EMPTY_MAPPING,
  metrics: {
    nrr: [of('income', 'Project Labor')],
    mrr: [of('income', 'Managed Services', true)],
    orr: 'none',
    misc_revenue: [of('other income', 'Interest')],
    payroll_total: [of('expense', 'Payroll Expenses', true)],
    uncategorized_expenses: [of('expense', 'Uncategorized Expenses')],
  },
};
const DRAFT: MappingDraft = { from: '2024-01', reason: 'First look at the chart', mapping: MAPPING };

/** February of the example company by `MAPPING`. */
const FEBRUARY = {
  total_income: '2556.05',
  product_cogs: '238.75',
  total_expenses_qb: '697',
  nrr: '-2044',
  mrr: '4100.05',
  orr: '0',
  misc_revenue: '9',
  payroll_total: '653',
  uncategorized_expenses: '1.23',
};

describeOnBothDatabases('values from the books', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const scope = () => scopeOn(use().database);
  const confirm = (draft: Partial<MappingDraft> = {}) =>
    saveMapping(scope(), { ...DRAFT, ...draft }, { confirm: true });
  const stored = async (month: string, source = 'collected') => {
    const where = { organizationId: ORGANIZATION_ID, period: month, dataSource: source };
    const rows = await use().database.prisma.monthlyMetric.findMany({ where });
    return Object.fromEntries(rows.map(({ metricName, metricValue }) => [metricName, metricValue.toString()]));
  };
  const findings = () =>
    use().database.prisma.finding.findMany({
      where: { resolvedAt: null },
      orderBy: [{ period: 'asc' }, { id: 'asc' }],
    });
  const posted = (account: string, month: string, amount: string): Posting => ({
    account,
    date: `${month}-10`,
    amount,
  });

  it('are absent until an admin has confirmed a mapping, then all there, and tied out at 0.00', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    expect(await stored('2025-02')).toEqual({});
    const proposal = await saveMapping(scope(), DRAFT, { confirm: false });
    expect([proposal.version, proposal.changes]).toEqual([1, []]);
    expect(await stored('2025-02')).toEqual({});

    const saved = await confirm({ basedOn: 1 });
    expect([saved.version, saved.months, saved.keptMonths]).toEqual([2, [...MONTHS], []]);
    expect(await stored('2025-02')).toEqual(FEBRUARY);
    const calculated = await stored('2025-02', 'calculated');
    const report = await booksOfMonth(scope(), parseMonth('2025-02'));
    expect(report?.tieOut?.remainder.toFixed(2)).toBe('0.00');
    expect(report?.tieOut?.netProfit.toString()).toBe(calculated['net_profit'] ?? String(report?.tieOut?.netProfit));
    expect(report?.mapping?.version).toBe(2);
  });

  it('follow every later statement, with the way in as the reason, and are confirmed by an equal one', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    await confirm();
    expect(await stored('2025-02')).toEqual(FEBRUARY);
    books.advance(HOUR_MS);
    const postings = [...books.company().postings, posted('Managed Services:Backup', '2025-02', '886.12')];
    await books.update(books.company({ postings }));
    expect(await stored('2025-02')).toEqual({ ...FEBRUARY, total_income: '3442.17', mrr: '4986.17' });
    const { prisma } = use().database;
    const history = await prisma.valueHistory.findMany({ where: { period: '2025-02', metricName: 'mrr' } });
    expect(history.map(({ newValue, reason, cause }) => [newValue?.toString(), reason, cause])).toEqual([
      ['4100.05', 'Account mapping 1: First look at the chart', 'recalculation'],
      ['4986.17', 'QuickBooks Web Connector', 'collection'],
    ]);
    const run = await newestRun(use().database);
    expect(run.entries.map(({ metricsCollected }) => metricsCollected)).toEqual([9, 9, 9]);
    expect(run.entries[0]?.notes).toContain('Managed Services:Backup 3,100.05 → 3,986.17');
  });

  it('keep manual entries, and come back when an entry is released and the books are read again', async () => {
    const books = await serveBooks(use().database);
    await confirm();
    await enter(use().database, '2025-02', { mrr: '5000' });
    await books.update();
    expect(await stored('2025-02', 'manual')).toEqual({ mrr: '5000' });
    const overridden = await booksOfMonth(scope(), parseMonth('2025-02'));
    expect(overridden?.tieOut?.remainder.toFixed(2)).toBe('0.00');
    expect((await newestRun(use().database)).entries[0]?.notes).toContain('(MRR) keeps its manual entry.');
    await releaseMetrics(scope(), { period: '2025-02', metrics: ['mrr'] });
    books.advance(HOUR_MS);
    await books.update();
    expect(await stored('2025-02')).toEqual(FEBRUARY);
  });

  it('of a closed month stay, and a difference is drift that names the accounts', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    await confirm();
    await closePeriod(scope(), { period: '2025-02' });
    books.advance(HOUR_MS);
    const postings = [...books.company().postings, posted('Managed Services:Backup', '2025-02', '886.12')];
    await books.update(books.company({ postings }));
    expect(await stored('2025-02')).toEqual(FEBRUARY);
    const drift = (await findings()).map(({ kind, metricName, message }) => [kind, metricName, message]);
    expect(drift).toEqual([
      [
        'drift',
        'total_income',
        'Total Income (QuickBooks) of February 2025 would now be collected as $3,442.17; $2,556.05 was kept; Managed Services:Backup $3,100.05 → $3,986.17',
      ],
      ['drift', 'mrr', expect.stringContaining('Managed Services:Backup $3,100.05 → $3,986.17')],
    ]);
    // The explanation still is of what was presented.
    const report = await booksOfMonth(scope(), parseMonth('2025-02'));
    expect([report?.statement.version, report?.tieOut?.remainder.toFixed(2)]).toEqual([1, '0.00']);
  });

  it('of a month that QuickBooks has closed stay once it was read since', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    await confirm();
    const later = (amount: string): Partial<CompanyState> => ({
      closingDate: '2025-02-28',
      postings: [...books.company().postings, posted('Managed Services', '2025-02', amount)],
    });
    books.advance(HOUR_MS);
    await books.update(books.company(later('100.00')));
    expect((await stored('2025-02'))['mrr']).toBe('4200.05');
    books.advance(HOUR_MS);
    await books.update(books.company(later('200.00')));
    expect((await stored('2025-02'))['mrr']).toBe('4200.05');
    expect((await findings()).map(({ kind, metricName, period }) => [kind, metricName, period])).toEqual([
      ['drift', 'total_income', '2025-02'],
      ['drift', 'mrr', '2025-02'],
    ]);
  });

  it('name an account with money that is new since the mapping, until a mapping covers it', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    await confirm();
    books.advance(HOUR_MS);
    const { accounts, postings } = books.company();
    const isNew = { id: '80000099-1', fullName: 'Cloud Backup', type: 'Income', number: '4450' } as const;
    const company = books.company({
      accounts: [...accounts, isNew],
      postings: [...postings, posted('Cloud Backup', '2025-03', '3200.00')],
    });
    await books.update(company);
    const open = (await findings()).map(({ kind, period, message }) => [kind, period, message]);
    expect(open).toEqual([
      [
        'unmapped_account',
        '2025-03',
        '4450 Cloud Backup, $3,200.00 in March 2025, is in no metric but Total Income (QuickBooks)',
      ],
    ]);
    const metrics = { ...MAPPING.metrics, orr: [of('income', 'Cloud Backup')] };
    await confirm({ reason: 'Cloud', mapping: { ...MAPPING, metrics } });
    expect((await stored('2025-03'))['orr']).toBe('3200');
    expect(await findings()).toEqual([]);
  });

  it('follow an account that is renamed, with those below it, new ones too', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    await confirm();
    books.advance(HOUR_MS);
    const renamed = (name: string) => name.replace(/^Managed Services/, 'Managed IT');
    const { accounts, postings } = books.company();
    const below = { id: '80000098-1', fullName: 'Managed IT:Phones', type: 'Income', number: '4030' } as const;
    const company = books.company({
      accounts: [...accounts.map((each) => ({ ...each, fullName: renamed(each.fullName) })), below],
      postings: [
        ...postings.map((each) => ({ ...each, account: renamed(each.account) })),
        posted('Managed IT:Phones', '2025-02', '50.00'),
      ],
    });
    await books.update(company);
    expect((await stored('2025-02'))['mrr']).toBe('4150.05');
    expect(await findings()).toEqual([]);
  });

  it('change as a preview says, in the open months from its month on; closed months keep their version', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    await confirm();
    await closePeriod(scope(), { period: '2025-02' });
    const metrics = {
      ...MAPPING.metrics,
      orr: [of('income', 'Managed Services:Backup')],
      mrr: [of('income', 'Managed Services')],
    };
    const draft = { ...DRAFT, reason: 'Backup is ORR', mapping: { ...MAPPING, metrics } };
    const before = await use().database.prisma.monthlyMetric.findMany();
    const preview = await saveMapping(scope(), draft, { confirm: true, preview: true });
    expect(await use().database.prisma.monthlyMetric.findMany()).toEqual(before);
    expect((await reviewBooks(scope(), await readMappingVersions(scope()), { months: 3 })).versions).toHaveLength(1);
    const saved = await saveMapping(scope(), draft, { confirm: true });
    expect(saved).toEqual(preview);
    expect(saved.keptMonths).toEqual(['2025-02']);
    const shown = saved.changes.filter(({ metric }) => ['orr', 'mrr'].includes(metric));
    expect(shown.map(({ month, metric, after }) => [month, metric, after?.value.toFixed(2)])).toEqual([
      ['2025-03', 'mrr', '1001.00'],
      ['2025-03', 'orr', '3100.05'],
      ['2025-04', 'mrr', '1002.00'],
      ['2025-04', 'orr', '3100.05'],
    ]);
    expect((await stored('2025-02'))['orr']).toBe('0');
    // Reopened, it keeps its values until the books or the mapping change them.
    await reopenPeriod(scope(), { period: '2025-02', reason: 'Backup' });
    expect((await booksOfMonth(scope(), parseMonth('2025-02')))?.mapping?.version).toBe(1);
  });

  it('go when the accounts of their metric are not decided any more, with what was computed from them', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    await confirm();
    const metrics = { ...MAPPING.metrics, orr: [] };
    await confirm({ reason: 'Not decided', mapping: { ...MAPPING, metrics } });
    const { orr: _, ...rest } = FEBRUARY;
    expect(await stored('2025-02')).toEqual(rest);
    expect(await stored('2025-02', 'calculated')).not.toHaveProperty('product_sales');
  });

  it('are refused with every fault of a mapping, and nothing is changed', async () => {
    const books = await serveBooks(use().database);
    await books.update();
    const metrics = {
      ...MAPPING.metrics,
      nrr: [of('income', 'Nowhere')],
      orr: [of('income', 'Managed Services:Backup')],
      misc_revenue: [of('income', 'Job Materials')],
    };
    const refused = confirm({ reason: ' ', from: '2025-13', mapping: { ...MAPPING, metrics } });
    await expect(refused).rejects.toMatchObject({
      errors: [
        { code: 'INVALID_PERIOD', field: 'from' },
        { code: 'MISSING_FIELD', field: 'reason' },
        { code: 'INVALID_VALUE', field: 'misc_revenue[0]' },
        { code: 'INVALID_VALUE', field: 'orr[0]' },
        { code: 'INVALID_VALUE', field: 'nrr[0]', message: 'There is no account Nowhere in income' },
      ],
    });
    await expect(confirm({ basedOn: 3 })).rejects.toMatchObject({ code: 'CONFLICT', field: 'basedOn' });
    expect(await stored('2025-02')).toEqual({});
    expect((await reviewBooks(scope(), await readMappingVersions(scope()), { months: 3 })).versions).toEqual([]);
  });

  it('come out as in the worked example, to the last cent', async () => {
    const books = await serveBooks(use().database, { monthsToCollect: 1 });
    await confirm();
    const post = (account: string, amount: string) => posted(account, '2025-04', amount);
    await enter(use().database, '2025-04', { owner_comp: '22588', owner_comp_taxes: '13000' });
    const postings = [
      ...[post('Payroll Expenses', '9836.85'), post('Payroll Expenses:Wages', '40000')],
      ...[post('Insurance:Property', '30000.63'), post('Taxes:Property', '8261')],
    ];
    await books.update(books.company({ postings }));
    expect(await stored('2025-04', 'calculated')).toMatchObject({
      employee_expense: '14248.85',
      other_expenses: '38261.63',
    });
  });
});
