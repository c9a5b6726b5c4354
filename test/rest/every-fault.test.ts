import { beforeEach, expect, it } from 'vitest';
import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import { describeOnBothDatabases } from '../kit/databases.ts';
import { restOver } from './api.ts';

const NOW = new Date('2026-07-10T15:00:00Z');

interface Failure {
  readonly success: boolean;
  readonly error: { readonly code: string; readonly errors?: readonly { readonly field: string | null }[] };
}

describeOnBothDatabases('the faults of a body', (use) => {
  const post = async (path: string, body: object) => {
    const request = new Request(`http://localhost/api/qbr${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const handler = restOver(use(), { now: () => NOW });
    const response = await handler(request, { requestId: 'r', viewer: LOCAL_VIEWER });
    return { status: response.status, ...((await response.json()) as Failure) };
  };
  const fieldsOf = ({ error }: Failure) => (error.errors ?? []).map(({ field }) => field);
  const stored = async () => {
    const { prisma } = use().database;
    return [await prisma.monthlyMetric.count(), await prisma.threshold.count(), await prisma.auditEntry.count()];
  };
  let before: number[];
  beforeEach(async () => {
    before = await stored();
  });

  it.each([
    [
      'a malformed number and one out of range',
      '/metrics/manual',
      {
        period: '2025-01',
        metrics: [
          { metric_name: 'mrr', metric_value: 'x' },
          { metric_name: 'nrr', metric_value: 1e12 },
        ],
      },
      ['metrics[0].metric_value', 'metrics[1].metric_value'],
    ],
    [
      'members that say no metric, before and behind others',
      '/metrics/manual',
      {
        period: '2025-01',
        metrics: [
          7,
          { metric_name: 'nrr', metric_value: 1e12 },
          { metric_value: 1 },
          { metric_name: 'mrr', metric_value: 1, vendor_id: 99 },
          { metric_name: 'orr', metric_value: 1, more: 1 },
          { metric_name: 'MRR', metric_value: 1 },
        ],
      },
      [
        ...['metrics[0]', 'metrics[2].metric_name', 'metrics[4].more', 'metrics[1].metric_value'],
        ...['metrics[3].vendor_id', 'metrics[5].metric_name'],
      ],
    ],
    [
      'a malformed month and a value out of range',
      '/metrics/manual',
      { period: '2025-13', entered_by: 7, metric_name: 'nrr', metric_value: 1e12 },
      ['period', 'entered_by', 'metric_value'],
    ],
    [
      'a month to come and a malformed number',
      '/metrics/manual',
      { period: '2031-01', metrics: [{ metric_name: 'mrr', metric_value: null }] },
      ['metrics[0].metric_value', 'period'],
    ],
    [
      'names of metrics that are none, and what is no name',
      '/metrics/manual/release',
      { period: '2025-01', metric_names: [7, 'no_such', 'nrr', ''] },
      ['metric_names[0]', 'metric_names[3]', 'metric_names[1]'],
    ],
    [
      'a bound that is malformed, one out of range, and an unknown metric',
      '/thresholds',
      {
        thresholds: [
          { metric_name: 'nrr', green_min: 'x' },
          { metric_name: 'mrr', green_min: 1e12 },
          { metric_name: 'no_such', green_min: 1 },
        ],
      },
      ['thresholds[0].green_min', 'thresholds[1].warning', 'thresholds[2].metric_name'],
    ],
    [
      'a malformed warning and a critical out of range',
      '/thresholds',
      { metric: 'employees', warning: 'x', critical: 1e12, bound: 'min' },
      ['warning', 'critical'],
    ],
    [
      'a malformed amount, one out of range, and figures that are not there',
      '/expenses/calculate',
      { period: '2025-01', owner_comp: 'x', owner_comp_taxes: 1e12 },
      ['owner_comp', 'owner_comp_taxes', 'period'],
    ],
  ])('are told together: %s', async (_, path, body, fields) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(fields);
    expect(await stored()).toEqual(before);
  });

  it.each([
    [
      '/metrics/manual',
      {
        period: '2025-01',
        metrics: [
          { metric_name: 'mrr', metric_value: 'x' },
          { metric_name: 'nrr', metric_value: 5 },
        ],
      },
      'metrics[0].metric_value',
    ],
    ['/metrics/manual', { period: '2025-01', entered_by: 7, metric_name: 'nrr', metric_value: 5 }, 'entered_by'],
    ['/metrics/manual/release', { period: '2025-01', metric_names: ['nrr', 7] }, 'metric_names[1]'],
    ['/thresholds', { metric: 'nrr', warning: 5, critical: 'x' }, 'critical'],
    ['/expenses/calculate', { period: '2025-02', owner_comp: 5, owner_comp_taxes: 'x' }, 'owner_comp_taxes'],
  ])('store nothing of the rest, where that is right: %s %j', async (path, body, field) => {
    const metrics = [
      { metric_name: 'total_expenses_qb', metric_value: 5 },
      { metric_name: 'payroll_total', metric_value: 5 },
    ];
    expect(await post('/metrics/manual', { period: '2025-02', metrics })).toMatchObject({ status: 200 });
    before = await stored();
    const answer = await post(path, body);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
    expect(await stored()).toEqual(before);
  });

  it.each([
    ['/metrics/manual', { period: '2025-01', metrics: [{ metric_name: 'mrr', metric_value: 1 }] }],
    ['/metrics/manual', { period: '2025-13', metrics: [{ metric_name: 'mrr', metric_value: 'x' }] }],
    ['/metrics/manual', { period: '2031-01', metrics: [{ metric_name: 'mrr', metric_value: 1e12 }] }],
    ['/metrics/manual/release', { period: '2025-01', metric_names: ['no_such'] }],
    ['/thresholds', { metric: 'no_such', warning: 1e12 }],
    ['/expenses/calculate', { period: '2025-01', owner_comp: 1, owner_comp_taxes: 1 }],
    ['/expenses/calculate', { period: '2025-01', owner_comp: 'x', owner_comp_taxes: 1e12 }],
  ])('are only that there is no such organization, where there is none: %s %j', async (path, body) => {
    const answer = await post(path, { ...body, organization_id: 99 });
    expect(answer).toMatchObject({ status: 404, error: { code: 'ORGANIZATION_NOT_FOUND' } });
    expect(answer.error.errors ?? []).toEqual([]);
    expect(await stored()).toEqual(before);
  });
});
