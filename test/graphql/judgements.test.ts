import { beforeAll, expect, it } from 'vitest';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { type Api, NOW, openApi } from './api.ts';
import { enterMonths } from './books.ts';

const CHANGE = '{ absolute percent better comparable reason }';
const incomparable = (reason: string) => ({ absolute: null, percent: null, better: null, comparable: false, reason });
const change = (absolute: string, percent: string | null, better: boolean | null) => ({
  absolute,
  percent,
  better,
  comparable: true,
  reason: null,
});

describeOnBothDatabases('changes', (use) => {
  let api: Api;
  beforeAll(async () => {
    await emptyDatabase(use());
    api = openApi(use());
    const base = { mrr: 100, lost_mrr: 50, employees: 8, new_mrr: 0, first_time_appointments: 4, new_agreements: 2 };
    await enterMonths(use().database, {
      '2025-04': base,
      '2025-05': { mrr: 120, lost_mrr: 40, employees: 9, new_mrr: 7, first_time_appointments: 4, new_agreements: 1 },
      '2025-06': base,
      '2026-04': { mrr: -50, employees: 8 },
      '2026-05': { mrr: 25 },
      '2026-06': { mrr: 150 },
      '2026-07': { mrr: 10 },
    });
  });
  const period = async (key: string, fields: string) => {
    const answer = await api.ask(`{ organization { period(key: "${key}") { ${fields} } } }`);
    return (answer['organization'] as { period: unknown }).period;
  };

  it('are told with their direction and as a fraction', async () => {
    const fields = `
      metrics(keys: ["mrr", "lost_mrr", "employees", "new_mrr"]) { definition { key } previous { value } change ${CHANGE} }
      smartNumber(key: "sales_call_close_pct") { previous { value } change ${CHANGE} }
    `;
    expect(await period('2025-05', fields)).toEqual({
      metrics: [
        { definition: { key: 'mrr' }, previous: { value: '100' }, change: change('20', '0.2', true) },
        { definition: { key: 'employees' }, previous: { value: '8' }, change: change('1', '0.125', null) },
        { definition: { key: 'new_mrr' }, previous: { value: '0' }, change: change('7', null, true) },
        { definition: { key: 'lost_mrr' }, previous: { value: '50' }, change: change('-10', '-0.2', true) },
      ],
      smartNumber: { previous: { value: '0.5' }, change: change('-0.25', '-0.5', false) },
    });
  });

  it('are measured by the earlier value’s magnitude, also against the year before', async () => {
    const fields = `metric(key: "mrr") { change ${CHANGE} yearAgo { period value } sinceLastYear: change(since: YEAR_AGO) ${CHANGE} }`;
    expect(await period('2026-05', fields)).toEqual({
      metric: {
        change: change('75', '1.5', true),
        yearAgo: { period: '2025-05', value: '120' },
        sinceLastYear: change('-95', '-0.7917', false),
      },
    });
    expect(await period('2026-Q2', fields)).toEqual({
      metric: {
        change: incomparable('the earlier period has no value'),
        yearAgo: { period: '2025-Q2', value: '320' },
        sinceLastYear: change('-195', '-0.6094', false),
      },
    });
  });

  it('are not told where they would not be fair', async () => {
    const mrr = `metric(key: "mrr") { change ${CHANGE} }`;
    expect(await period('2026-07', mrr)).toEqual({ metric: { change: incomparable('this period has not ended') } });
    expect(await period('2026-04', mrr)).toEqual({
      metric: { change: incomparable('the earlier period has no value') },
    });
    expect(await period('2026-Q3', mrr)).toEqual({ metric: { change: incomparable('this period has not ended') } });
    expect(await period('2026-Q2', `metric(key: "employees") { state change(since: YEAR_AGO) ${CHANGE} }`)).toEqual({
      metric: { state: 'PARTIAL', change: incomparable('this period does not cover all its months') },
    });
    expect(await period('2026-05', `smartNumber(key: "rhem") { change ${CHANGE} }`)).toEqual({
      smartNumber: { change: incomparable('this period has no value') },
    });
  });
});

describeOnBothDatabases('thresholds', (use) => {
  let api: Api;
  beforeAll(async () => {
    await emptyDatabase(use());
    api = openApi(use());
    const month = { mrr: 100, employees: 8, lost_mrr: 300, first_time_appointments: 100, new_agreements: 20 };
    await enterMonths(use().database, {
      '2025-04': month,
      '2025-05': { ...month, mrr: 90 },
      '2025-06': { ...month, mrr: 89 },
    });
    const set = (metricName: string, thresholdType: string, bound: string, thresholdValue: string) => ({
      organizationId: 1,
      metricName,
      thresholdType,
      bound,
      thresholdValue,
      updatedAt: NOW,
      updatedBy: 'cfo',
    });
    await use().database.prisma.threshold.createMany({
      data: [
        set('mrr', 'warning', 'min', '95'),
        set('mrr', 'critical', 'min', '90'),
        set('employees', 'warning', 'max', '7.5'),
        set('agreements', 'warning', 'min', '1'),
        set('lost_mrr', 'critical', 'max', '800'),
        set('sales_call_close_pct', 'warning', 'min', '0.2'),
        set('sales_call_close_pct', 'critical', 'max', '0.4'),
      ],
    });
  });
  const statuses = async (key: string) => {
    const answer = await api.ask(`{ organization { period(key: "${key}") {
      metrics(keys: ["mrr", "employees", "agreements", "lost_mrr", "nrr"]) { status }
      smartNumbers(keys: ["lost_mrr", "sales_call_close_pct", "rhem"]) { status }
    } } }`);
    const { period } = answer['organization'] as { period: Record<string, { status: string }[]> };
    return [...(period['metrics'] ?? []), ...(period['smartNumbers'] ?? [])].map(({ status }) => status);
  };

  it.each([
    // of nrr, mrr, employees, agreements and lost_mrr, then of the SmartNumbers rhem, lost_mrr and sales_call_close_pct;
    // a threshold on lost_mrr means the SmartNumber, which is judged on quarters only
    ['2025-04', ['NONE', 'OK', 'WARNING', 'UNKNOWN', 'NONE', 'NONE', 'NONE', 'OK']],
    ['2025-05', ['NONE', 'WARNING', 'WARNING', 'UNKNOWN', 'NONE', 'NONE', 'NONE', 'OK']],
    ['2025-06', ['NONE', 'CRITICAL', 'WARNING', 'UNKNOWN', 'NONE', 'NONE', 'NONE', 'OK']],
    // a monthly limit says nothing about a sum of three months
    ['2025-Q2', ['NONE', 'NONE', 'WARNING', 'UNKNOWN', 'NONE', 'NONE', 'CRITICAL', 'OK']],
  ])('are judged on the stored values of %s', async (key, expected) => {
    expect(await statuses(key)).toEqual(expected);
  });

  it('are listed as they were set', async () => {
    const answer = await api.ask('{ organization { thresholds { metric type bound value updatedAt updatedBy } } }');
    const set = { updatedAt: NOW.toISOString(), updatedBy: 'cfo' };
    expect(answer).toEqual({
      organization: {
        thresholds: [
          { metric: 'agreements', type: 'WARNING', bound: 'MIN', value: '1', ...set },
          { metric: 'employees', type: 'WARNING', bound: 'MAX', value: '7.5', ...set },
          { metric: 'lost_mrr', type: 'CRITICAL', bound: 'MAX', value: '800', ...set },
          { metric: 'mrr', type: 'CRITICAL', bound: 'MIN', value: '90', ...set },
          { metric: 'mrr', type: 'WARNING', bound: 'MIN', value: '95', ...set },
          { metric: 'sales_call_close_pct', type: 'CRITICAL', bound: 'MAX', value: '0.4', ...set },
          { metric: 'sales_call_close_pct', type: 'WARNING', bound: 'MIN', value: '0.2', ...set },
        ],
      },
    });
  });
});
