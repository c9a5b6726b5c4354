import { beforeAll, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../kit/databases.ts';
import { type Api, openApi } from './api.ts';
import { enterMonths } from './books.ts';

describeOnBothDatabases('lists of periods', (use) => {
  let api: Api;
  beforeAll(async () => {
    api = openApi(use());
    const employees = { employees: 9 };
    await enterMonths(use().database, {
      '2024-12': employees,
      '2025-02': employees,
      '2025-03': employees,
      '2026-07': employees,
    });
  });
  const list = async (args: string) => {
    const answer = await api.ask(`{ organization { periods${args} { period } } }`);
    return (answer['organization'] as { periods: { period: string }[] }).periods.map(({ period }) => period);
  };

  it.each([
    ['', ['2024-12', '2025-02', '2025-03', '2026-07']],
    ['(last: 2)', ['2025-03', '2026-07']],
    ['(last: 99)', ['2024-12', '2025-02', '2025-03', '2026-07']],
    ['(last: 0)', []],
    ['(kind: QUARTER)', ['2024-Q4', '2025-Q1', '2026-Q3']],
    ['(kind: QUARTER, last: 1)', ['2026-Q3']],
    ['(from: "2025-02")', ['2025-02', '2025-03', '2026-07']],
    ['(to: "2025-Q1")', ['2024-12', '2025-02', '2025-03']],
    ['(kind: QUARTER, from: "2025-02")', ['2025-Q1', '2026-Q3']],
    ['(kind: QUARTER, from: "2026-09")', ['2026-Q3']],
    ['(kind: QUARTER, to: "2024-10")', ['2024-Q4']],
    ['(from: "2024-12", to: "2025-02")', ['2024-12', '2025-01', '2025-02']],
    ['(from: "2025-Q1", to: "2025-Q1")', ['2025-01', '2025-02', '2025-03']],
    ['(from: "2024-Q4", to: "2025-01", last: 2)', ['2024-12', '2025-01']],
    ['(kind: QUARTER, from: "2024-11", to: "2025-Q2")', ['2024-Q4', '2025-Q1', '2025-Q2']],
    ['(kind: QUARTER, from: "2025-03", to: "2025-03")', ['2025-Q1']],
    ['(from: "2030-01", to: "2030-02")', ['2030-01', '2030-02']],
  ])('periods%s', async (args, periods) => {
    expect(await list(args)).toEqual(periods);
  });

  it('has room for 600 periods', async () => {
    expect(await list('(from: "2000-01", to: "2049-12")')).toHaveLength(600);
    expect(await list('(kind: QUARTER, from: "2000-Q1", to: "2100-Q4")')).toHaveLength(404);
  });

  it.each([
    ['(from: "2000-01", to: "2050-01")', 'RANGE_TOO_LARGE', 'to', 'A range has at most 600 periods, not 601'],
    [
      '(from: "2025-02", to: "2025-01")',
      'INVALID_PERIOD_RANGE',
      'from',
      'The range starts (February 2025) after it ends (January 2025)',
    ],
    [
      '(kind: QUARTER, from: "2025-03", to: "2025-01")',
      'INVALID_PERIOD_RANGE',
      'from',
      'The range starts (March 2025) after it ends (January 2025)',
    ],
    ['(last: -1)', 'INVALID_PARAMETER', 'last', 'last must be 0 or more, not -1'],
  ])('refuses periods%s', async (args, code, field, message) => {
    const { data, errors } = await api.send(`{ organization { periods${args} { period } } }`);
    expect({ data, errors }).toEqual({
      data: { organization: null },
      errors: [
        { message, path: ['organization', 'periods'], locations: [expect.anything()], extensions: { code, field } },
      ],
    });
  });

  it('begins with the newest', async () => {
    expect(await api.ask('{ organization { latestMonth { period } latestQuarter { period } } }')).toEqual({
      organization: { latestMonth: { period: '2026-07' }, latestQuarter: { period: '2026-Q3' } },
    });
  });
});
