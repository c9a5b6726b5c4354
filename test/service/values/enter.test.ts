import { beforeEach, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { InvalidInputError } from '#src/core/errors.ts';
import { Decimal } from '#src/core/number.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, enter, NOW, readerSaying, scopeOn, storedMonth } from '../../kit/services.ts';

const JANUARY_2026 = new Date('2026-02-10T18:00:00Z');

describeOnBothDatabases('manual entry', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const release = (period: string, ...metrics: string[]) =>
    releaseMetrics(scopeOn(use().database), { period, metrics });
  const quarter = async (period: string) => {
    const rows = await use().database.prisma.quarterlyMetric.findMany({ where: { period } });
    return Object.fromEntries(rows.map((row) => [row.metricName, [row.metricValue.toFixed(), row.monthsCovered]]));
  };

  it('calculates the expenses of January 2026 as the worked example says', async () => {
    await enter(
      use().database,
      '2026-01',
      {
        total_expenses_qb: '88098.48',
        payroll_total: '49836.85',
        owner_comp: '22588.00',
        owner_comp_taxes: '13000.00',
      },
      JANUARY_2026,
    );
    expect(await storedMonth(use().database, '2026-01')).toEqual({
      employee_expense: '14248.85',
      other_expenses: '38261.63',
      owner_comp: '22588',
      owner_comp_taxes: '13000',
      payroll_total: '49836.85',
      total_expenses_qb: '88098.48',
    });
  });

  it('recomputes month, quarter and SmartNumbers of both in the same transaction', async () => {
    const { database } = use();
    await enter(database, '2025-01', { reactive_tickets_closed: 355, technical_employees: 5.5 });
    await enter(database, '2025-02', { reactive_tickets_closed: 294, technical_employees: 5.5 });
    await enter(database, '2025-03', { reactive_tickets_closed: 431, technical_employees: 5.5 });
    const rows = await database.prisma.smartNumber.findMany({
      where: { kpiName: 'tickets_per_tech_per_month' },
      orderBy: { period: 'asc' },
    });
    expect(
      rows.map((row) => [row.period, row.periodType, row.kpiValue.toFixed(), row.monthsCovered, row.calculationMethod]),
    ).toEqual([
      ['2025-01', 'monthly', '64.5455', 1, 'reactive_tickets_closed / technical_employees / months'],
      ['2025-02', 'monthly', '53.4545', 1, 'reactive_tickets_closed / technical_employees / months'],
      ['2025-03', 'monthly', '78.3636', 1, 'reactive_tickets_closed / technical_employees / months'],
      ['2025-Q1', 'quarterly', '65.4545', 3, 'reactive_tickets_closed / technical_employees / months'],
    ]);
    expect(await quarter('2025-Q1')).toEqual({ reactive_tickets_closed: ['1080', 3], technical_employees: ['5.5', 3] });
  });

  it('stores a 0 as 0 and keeps it apart from an absent value', async () => {
    await enter(use().database, '2025-01', { new_mrr: 0 });
    expect(await storedMonth(use().database, '2025-01')).toEqual({ new_mrr: '0' });
  });

  it('reports everything that is wrong with a batch together and stores nothing of it', async () => {
    const { database } = use();
    const attempt = enterMetrics(scopeOn(database), {
      period: '2025-01',
      entries: [
        { metric: 'new_mrr', value: new Decimal(1), notes: null },
        { metric: 'no_such_metric', value: new Decimal(1), notes: null },
        { metric: 'New MRR', value: new Decimal(2), notes: null },
        { metric: 'lost_mrr', value: new Decimal('12345678901'), notes: null },
        { metric: 'agreements', value: new Decimal(1), notes: 'x'.repeat(4_001) },
      ],
    });
    const error = await attempt.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as InvalidInputError).errors.map(({ code, field }) => [code, field])).toEqual([
      ['METRIC_NOT_FOUND', 'entries[1].metric'],
      ['INVALID_VALUE', 'entries[2].metric'],
      ['INVALID_VALUE', 'entries[3].value'],
      ['INVALID_VALUE', 'entries[4].notes'],
    ]);
    expect(await storedMonth(database, '2025-01')).toEqual({});
    expect(await database.prisma.auditEntry.count()).toBe(0);
  });

  it.each([
    ['a quarter', '2025-Q1', 'INVALID_PERIOD'],
    ['a month that does not exist', '2025-13', 'INVALID_PERIOD'],
    ['a month that has not begun', '2025-05', 'INVALID_PERIOD'],
    ['a closed month', '2025-02', 'PERIOD_CLOSED'],
  ])('refuses %s', async (_, period, code) => {
    const { database } = use();
    await database.prisma.periodClosing.create({
      data: { organizationId: 1, period: '2025-02', closedAt: NOW, closedBy: 'admin' },
    });
    await expect(enter(database, period, { new_mrr: 1 })).rejects.toMatchObject({ code, field: 'period' });
    expect(await database.prisma.monthlyMetric.count()).toBe(0);
  });

  it('takes the month as running until midnight in the collection zone', async () => {
    const beforeMidnight = new Date('2025-05-01T04:59:59Z');
    await expect(enter(use().database, '2025-05', { new_mrr: 1 }, beforeMidnight)).rejects.toMatchObject({
      code: 'INVALID_PERIOD',
    });
    await enter(use().database, '2025-05', { new_mrr: 1 }, new Date('2025-05-01T05:00:00Z'));
    expect(await storedMonth(use().database, '2025-05')).toEqual({ new_mrr: '1' });
  });

  it('refuses an entry that would push a calculated metric out of range, naming it, and changes nothing', async () => {
    const { database } = use();
    await enter(database, '2025-01', { nrr: '9999999999.99', orr: -1, total_income: '9999999999.99' });
    await expect(enter(database, '2025-01', { mrr: '-9999999999.99' })).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      field: 'product_sales',
    });
    expect(Object.keys(await storedMonth(database, '2025-01'))).toEqual(['nrr', 'orr', 'total_income']);
  });

  it('refuses an entry that would push a quarter’s sum out of range', async () => {
    const { database } = use();
    await enter(database, '2025-01', { new_mrr: '9000000000' });
    await expect(enter(database, '2025-02', { new_mrr: '1000000000' })).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      field: 'new_mrr',
    });
    expect(await storedMonth(database, '2025-02')).toEqual({});
  });

  it('keeps the history of every change: old, new, who, why and when', async () => {
    const { database } = use();
    await enter(database, '2025-01', { new_mrr: 100, lost_mrr: 40 });
    const later = new Date(NOW.getTime() + 60_000);
    await enter(database, '2025-01', { new_mrr: 120 }, later);
    const history = await database.prisma.valueHistory.findMany({ orderBy: { id: 'asc' } });
    expect(
      history.map((row) => [
        row.metricName,
        row.oldValue?.toFixed() ?? null,
        row.newValue?.toFixed() ?? null,
        row.cause,
        row.actor,
        row.changedAt,
      ]),
    ).toEqual([
      ['new_mrr', null, '100', 'entry', 'tester', NOW],
      ['lost_mrr', null, '40', 'entry', 'tester', NOW],
      ['new_mrr', '100', '120', 'entry', 'tester', later],
    ]);
  });

  it('keeps a hand-entered result, flags it where its formula differs, and clears the flag when they agree', async () => {
    const { database } = use();
    await enter(database, '2025-01', { employee_expense: '36997.00' });
    expect(await database.prisma.finding.count()).toBe(0);
    await enter(database, '2025-01', {
      payroll_total: '72688.00',
      owner_comp: '22588.00',
      owner_comp_taxes: '13000.00',
    });
    expect((await storedMonth(database, '2025-01'))['employee_expense']).toBe('36997');
    const [finding] = await database.prisma.finding.findMany();
    expect(finding).toMatchObject({
      kind: 'differs_from_formula',
      metricName: 'employee_expense',
      period: '2025-01',
      resolvedAt: null,
    });
    expect([finding?.value.toFixed(), finding?.previousValue?.toFixed()]).toEqual(['36997', '37100']);
    await enter(database, '2025-01', { payroll_total: '72585.00' });
    expect(await database.prisma.finding.findMany({ where: { resolvedAt: null } })).toEqual([]);
  });

  it('recalculates a released calculated metric at once, to absent where its inputs are missing', async () => {
    const { database } = use();
    await enter(database, '2025-01', {
      employee_expense: 500,
      total_expenses_qb: 900,
      owner_comp: 100,
      owner_comp_taxes: 50,
    });
    expect(await storedMonth(database, '2025-01')).toMatchObject({ employee_expense: '500', other_expenses: '250' });
    const { released } = await release('2025-01', 'Employee Expense');
    expect([...released]).toEqual([['employee_expense', 'recalculated']]);
    expect(Object.keys(await storedMonth(database, '2025-01'))).toEqual([
      'owner_comp',
      'owner_comp_taxes',
      'total_expenses_qb',
    ]);
    await enter(database, '2025-01', { payroll_total: 400 });
    expect(await storedMonth(database, '2025-01')).toMatchObject({ employee_expense: '250', other_expenses: '500' });
    const row = await database.prisma.monthlyMetric.findFirst({ where: { metricName: 'employee_expense' } });
    expect([row?.dataSource, row?.vendorId, row?.manuallyEnteredBy]).toEqual(['calculated', null, null]);
  });

  it('keeps a released collected value until the next collection replaces it, also in a frozen month', async () => {
    const { database } = use();
    const collection = collectionFor(database, {
      readers: { connectwise: readerSaying(() => ({ '2025-01': { reactive_tickets_created: 354 } })), ninjaone: null },
    });
    const collect = () =>
      collection.run({ trigger: 'cli', viewer: operatorViewer('tester'), months: ['2025-01' as never] });
    await collect();
    expect(await database.prisma.periodFreeze.count()).toBe(1);
    await enter(database, '2025-01', { reactive_tickets_created: 350 });
    await collect();
    expect(await storedMonth(database, '2025-01')).toEqual({ reactive_tickets_created: '350' });
    const { released } = await release('2025-01', 'reactive_tickets_created');
    expect([...released.values()]).toEqual(['awaits collection']);
    expect(await storedMonth(database, '2025-01')).toEqual({ reactive_tickets_created: '350' });
    await collect();
    expect(await storedMonth(database, '2025-01')).toEqual({ reactive_tickets_created: '354' });
  });

  it('withdraws a released entry that nothing else supplies, and its history says so', async () => {
    const { database } = use();
    await enter(database, '2025-01', { new_mrr: 100 });
    const { released } = await release('2025-01', 'new_mrr', 'lost_mrr');
    expect([...released]).toEqual([
      ['new_mrr', 'withdrawn'],
      ['lost_mrr', 'not manual'],
    ]);
    expect(await storedMonth(database, '2025-01')).toEqual({});
    const last = await database.prisma.valueHistory.findFirst({ orderBy: { id: 'desc' } });
    expect([last?.oldValue?.toFixed(), last?.newValue, last?.cause]).toEqual(['100', null, 'release']);
  });

  it('lets many writers change one quarter at once without losing or contradicting any', async () => {
    const { database } = use();
    const months = ['2025-01', '2025-02', '2025-03'];
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        enter(database, months[index % 3] ?? '', { [index % 2 ? 'new_mrr' : 'lost_mrr']: index }),
      ),
    );
    const stored = await Promise.all(months.map((month) => storedMonth(database, month)));
    const total = (key: string) => stored.reduce((sum, values) => sum + Number(values[key] ?? 0), 0);
    expect(await quarter('2025-Q1')).toEqual({
      new_mrr: [String(total('new_mrr')), 3],
      lost_mrr: [String(total('lost_mrr')), 3],
    });
  });
});
