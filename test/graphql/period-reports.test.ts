import { beforeAll, expect, it, vi } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { scopeOn } from '../kit/services.ts';
import { type Api, NOW, openApi } from './api.ts';
import { enterMonths } from './books.ts';

/** What a value says of itself. */
const VALUE = 'value formatted state source months monthsCovered';
const NOTHING = { value: null, formatted: '—', source: null, months: [], monthsCovered: 0 };

describeOnBothDatabases('period reports', (use) => {
  let api: Api;
  beforeAll(async () => {
    await emptyDatabase(use());
    api = openApi(use());
    await enterMonths(use().database, {
      '2025-01': { lost_mrr: 0, new_mrr: 3000, reactive_tickets_created: 0, reactive_tickets_closed: 3, employees: 8 },
      '2025-02': { lost_mrr: 0, new_mrr: 1000, employees: 9 },
      '2025-11': { employees: 9 },
      '2026-06': { nrr: 10, mrr: 90, orr: 0 },
      '2026-07': { employees: 10 },
    });
    await use().database.prisma.periodClosing.createMany({
      data: ['2025-01', '2025-02'].map((period) => ({ organizationId: 1, period, closedAt: NOW, closedBy: 'cfo' })),
    });
  });
  const period = async (key: string, fields: string) => {
    const answer = await api.ask(`{ organization { period(key: "${key}") { ${fields} } } }`);
    return (answer['organization'] as { period: unknown }).period;
  };

  it('tell 0 from an absent value, in metrics, SmartNumbers and calculations', async () => {
    const fields = `
      lost: metric(key: "lost_mrr") { ${VALUE} }
      dials: metric(key: "telemarketing_dials") { ${VALUE} }
      gain: smartNumber(key: "net_mrr_gain") { value formatted state breakdown { display } }
      revenue: metric(key: "total_revenue") { ${VALUE} breakdown { display result missing { key } components { formatted value } } }
    `;
    expect(await period('2025-01', fields)).toEqual({
      lost: { value: '0', formatted: '$0.00', state: 'EXACT', source: 'MANUAL', months: ['2025-01'], monthsCovered: 1 },
      dials: { ...NOTHING, state: 'NO_DATA' },
      gain: {
        value: '3000',
        formatted: '$3,000.00',
        state: 'EXACT',
        breakdown: { display: '$3,000.00 - $0.00 = $3,000.00' },
      },
      revenue: {
        ...NOTHING,
        state: 'NO_DATA',
        breakdown: {
          display: '— + — + — + — + $0.00 = —',
          result: null,
          missing: [{ key: 'nrr' }, { key: 'mrr' }, { key: 'orr' }, { key: 'product_sales' }],
          components: [
            { formatted: '—', value: null },
            { formatted: '—', value: null },
            { formatted: '—', value: null },
            { formatted: '—', value: null },
            { formatted: '$0.00', value: '0' },
          ],
        },
      },
    });
  });

  it('tell who entered a value, when, and what was noted', async () => {
    const entry = { metric: 'agreements', value: new Decimal('80'), notes: 'Two signed late' };
    await enterMetrics(scopeOn(use().database, NOW), { period: '2025-11', entries: [entry] });
    const fields = `metric(key: "agreements") { value source vendor { key id name } enteredBy notes collectedAt updatedAt }`;
    expect(await period('2025-11', fields)).toEqual({
      metric: {
        value: '80',
        source: 'MANUAL',
        vendor: { key: 'MANUAL', id: use().database.vendorIds.manual, name: 'Manual' },
        enteredBy: 'tester',
        notes: 'Two signed late',
        collectedAt: null,
        updatedAt: NOW.toISOString(),
      },
    });
  });

  it('say why a value cannot be computed: an input is missing, or it would divide by zero', async () => {
    expect(
      await period('2026-06', `metric(key: "total_revenue") { ${VALUE} breakdown { display missing { key } } }`),
    ).toEqual({
      metric: {
        ...NOTHING,
        state: 'NOT_COMPUTABLE',
        breakdown: { display: '$10.00 + $90.00 + $0.00 + — + $0.00 = —', missing: [{ key: 'product_sales' }] },
      },
    });
    expect(
      await period(
        '2025-01',
        'smartNumber(key: "total_close_pct") { value formatted state breakdown { display missing { key } } }',
      ),
    ).toEqual({
      smartNumber: {
        value: null,
        formatted: '—',
        state: 'NOT_COMPUTABLE',
        breakdown: { display: '3 ÷ 0 = —', missing: [] },
      },
    });
  });

  it('mark a quarter that is covered in part, and name the months', async () => {
    const fields = `
      status
      metric(key: "employees") { ${VALUE} breakdown { display missing { key } components { period value formatted } } }
      smartNumber(key: "new_mrr_added") { value state months monthsCovered breakdown { display missing { key } } }
      none: metric(key: "agreements") { ${VALUE} breakdown { display missing { key } } }
    `;
    expect(await period('2025-Q1', fields)).toEqual({
      status: 'ENDED',
      metric: {
        value: '8.5',
        formatted: '8.5',
        state: 'PARTIAL',
        source: 'CALCULATED',
        months: ['2025-01', '2025-02'],
        monthsCovered: 2,
        breakdown: {
          display: '(8 + 9) ÷ 2 = 8.5',
          missing: [{ key: 'employees' }],
          components: [
            { period: '2025-01', value: '8', formatted: '8' },
            { period: '2025-02', value: '9', formatted: '9' },
            { period: '2025-03', value: null, formatted: '—' },
          ],
        },
      },
      smartNumber: {
        value: '4000',
        state: 'PARTIAL',
        months: ['2025-01', '2025-02'],
        monthsCovered: 2,
        breakdown: { display: '$4,000.00 = $4,000.00', missing: [{ key: 'new_mrr' }] },
      },
      none: { ...NOTHING, state: 'NO_DATA', breakdown: { display: '—', missing: [{ key: 'agreements' }] } },
    });
  });

  it('know where periods stand: closed, ended, running, future', async () => {
    const status = 'status';
    expect(await period('2025-01', status)).toEqual({ status: 'CLOSED' });
    expect(await period('2025-03', status)).toEqual({ status: 'ENDED' });
    expect(await period('2026-07', status)).toEqual({ status: 'RUNNING' });
    expect(await period('2026-Q3', status)).toEqual({ status: 'RUNNING' });
    expect(await period('2026-08', `${status} metric(key: "employees") { ${VALUE} }`)).toEqual({
      status: 'FUTURE',
      metric: { ...NOTHING, state: 'NO_DATA' },
    });
    expect(await period('2026-Q4', `${status} smartNumbers(keys: ["rhem"]) { state }`)).toEqual({
      status: 'FUTURE',
      smartNumbers: [{ state: 'NO_DATA' }],
    });
  });

  it('lead to their neighbours, in local time', async () => {
    const fields = `
      label kind start end
      months { label }
      quarter { label quarter { label } previous { label } yearAgo { label months { label } } }
      previous { label start }
      yearAgo { label }
    `;
    expect(await period('2026-03', fields)).toEqual({
      label: 'March 2026',
      kind: 'MONTH',
      start: '2026-03-01T06:00:00.000Z',
      end: '2026-04-01T05:00:00.000Z',
      months: [],
      quarter: {
        label: 'Q1 2026',
        quarter: { label: 'Q1 2026' },
        previous: { label: 'Q4 2025' },
        yearAgo: {
          label: 'Q1 2025',
          months: [{ label: 'January 2025' }, { label: 'February 2025' }, { label: 'March 2025' }],
        },
      },
      previous: { label: 'February 2026', start: '2026-02-01T06:00:00.000Z' },
      yearAgo: { label: 'March 2025' },
    });
  });

  it('list metrics by category or key, in the order of the business review, also by their labels', async () => {
    const fields = `
      all: metrics { definition { key } }
      withIntermediate: metrics(includeIntermediate: true) { definition { key } }
      profit: metrics(category: PROFIT) { definition { key } }
      chosen: metrics(keys: ["Net Profit", "total_income", "# of Employees"]) { definition { key } }
      both: metrics(keys: ["net_profit", "employees"], category: GENERAL) { definition { key } }
      smartNumbers(category: LEVERAGE) { definition { key } }
    `;
    const { all, withIntermediate, ...rest } = (await period('2025-01', fields)) as Record<string, unknown[]>;
    expect([all?.length, withIntermediate?.length]).toEqual([27, 31]);
    const keys = (...names: string[]) => names.map((key) => ({ definition: { key } }));
    expect(rest).toEqual({
      profit: keys('net_profit'),
      chosen: keys('net_profit', 'employees', 'total_income'),
      both: keys('employees'),
      smartNumbers: keys(
        'annual_service_rev_per_employee',
        'annual_service_rev_per_tech',
        'avg_aisp',
        'avg_mrr_per_agreement',
      ),
    });
  });

  it('know a metric of one’s own where it has a value, and nothing else of unknown names', async () => {
    await use().database.prisma.monthlyMetric.create({
      data: {
        organizationId: 1,
        period: parseMonth('2025-11'),
        metricName: 'coffee_cups',
        metricValue: '12.5',
        dataSource: 'manual',
        vendorId: use().database.vendorIds.manual,
        manuallyEnteredBy: 'tester',
      },
    });
    const fields =
      'metric(key: "coffee_cups") { value definition { label isCustom aggregation category } breakdown { display } }';
    const known = {
      metric: {
        value: '12.5',
        definition: { label: 'coffee_cups', isCustom: true, aggregation: null, category: 'GENERAL' },
        breakdown: null,
      },
    };
    // It was written past the program, which PostgreSQL has yet to notify.
    await vi.waitFor(async () => expect(await period('2025-11', fields)).toEqual(known), { timeout: 10_000 });
    expect(await period('2025-Q4', fields)).toEqual({ metric: null });
    expect(await period('2025-11', 'metric(key: "tea_cups") { value } smartNumber(key: "nrr") { value }')).toEqual({
      metric: null,
      smartNumber: null,
    });
  });

  it('are those of one organization only', async () => {
    await use().database.prisma.organization.create({ data: { id: 2, name: 'Another' } });
    const fields = `id name latestMonth { period } latestQuarter { period } periods { period } thresholds { metric }
      period(key: "2025-01") { status metric(key: "new_mrr") { value } }
      collection { enabled nextRunAt lastRun { id } openFindings } findings { edges { node { id } } }`;
    expect(await api.ask(`{ organization(id: 2) { ${fields} } unknown: organization(id: 3) { id } }`)).toEqual({
      organization: {
        id: 2,
        name: 'Another',
        latestMonth: null,
        latestQuarter: null,
        periods: [],
        thresholds: [],
        period: { status: 'ENDED', metric: { value: null } },
        collection: { enabled: false, nextRunAt: null, lastRun: null, openFindings: 0 },
        findings: { edges: [] },
      },
      unknown: null,
    });
  });
});
