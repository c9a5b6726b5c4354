import { beforeAll, describe, expect, it } from 'vitest';
import { parseMonth } from '#src/core/period.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { type Api, openApi } from './api.ts';
import { enterMonths, FIRST_QUARTER_2025, monthsUpTo, storeMonths, WHOLE_MONTH } from './books.ts';

const TOTAL = 'from to value formatted state monthsCovered months missing { key }';

describeOnBothDatabases('series', (use) => {
  let api: Api;
  beforeAll(() => {
    api = openApi(use());
  });

  describe('of Q1 2025 and the quarter before it', () => {
    beforeAll(async () => {
      await emptyDatabase(use());
      await enterMonths(use().database, {
        ...FIRST_QUARTER_2025,
        '2024-12': { nrr: 1_000, reactive_tickets_created: 100, reactive_tickets_closed: 50 },
        '2024-03': { nrr: 20_000 },
        '2024-02': { nrr: 10_000 },
        '2024-01': { nrr: 279 },
      });
    });

    it('give a metric month by month, its total, the year to date and the year before', async () => {
      const answer = await api.ask(`{ organization { metricSeries(keys: ["nrr"], from: "2024-11", to: "2025-02") {
        __typename definition { key } from to
        points { period value formatted state }
        total { ${TOTAL} change { absolute percent better comparable reason } }
        yearToDate { ${TOTAL} yearAgo { from to value state } change { absolute percent better comparable reason } }
        previousYear { ${TOTAL} }
      } } }`);
      const nothing = { value: null, formatted: '—', state: 'NO_DATA' };
      expect(answer).toEqual({
        organization: {
          metricSeries: [
            {
              __typename: 'MetricSeries',
              definition: { key: 'nrr' },
              from: '2024-11',
              to: '2025-02',
              points: [
                { period: '2024-11', ...nothing },
                { period: '2024-12', value: '1000', formatted: '$1,000.00', state: 'EXACT' },
                { period: '2025-01', value: '-2044', formatted: '-$2,044.00', state: 'EXACT' },
                { period: '2025-02', value: '10877', formatted: '$10,877.00', state: 'EXACT' },
              ],
              total: {
                from: '2024-11',
                to: '2025-02',
                value: '9833',
                formatted: '$9,833.00',
                state: 'PARTIAL',
                monthsCovered: 3,
                months: ['2024-12', '2025-01', '2025-02'],
                missing: [{ key: 'nrr' }],
                change: {
                  absolute: null,
                  percent: null,
                  better: null,
                  comparable: false,
                  reason: 'this period does not cover all its months',
                },
              },
              yearToDate: {
                from: '2025-01',
                to: '2025-02',
                value: '8833',
                formatted: '$8,833.00',
                state: 'EXACT',
                monthsCovered: 2,
                months: ['2025-01', '2025-02'],
                missing: [],
                yearAgo: { from: '2024-01', to: '2024-02', value: '10279', state: 'EXACT' },
                change: { absolute: '-1446', percent: '-0.1407', better: false, comparable: true, reason: null },
              },
              previousYear: {
                from: '2023-11',
                to: '2024-02',
                value: '10279',
                formatted: '$10,279.00',
                state: 'PARTIAL',
                monthsCovered: 2,
                months: ['2024-01', '2024-02'],
                missing: [{ key: 'nrr' }],
              },
            },
          ],
        },
      });
    });

    it('recompute a SmartNumber over the common months of the range, and average nothing', async () => {
      const answer = await api.ask(`{ organization {
        smartNumberSeries(keys: ["total_close_pct", "rhem"], from: "2024-12", to: "2025-03") {
          __typename definition { key } from to
          points { period value state months }
          total { ${TOTAL} }
          previousYear { value state }
        }
      } }`);
      const point = (period: string, value: string) => ({ period, value, state: 'EXACT', months: [period] });
      const range = { __typename: 'SmartNumberSeries', from: '2024-12', to: '2025-03' };
      const quarter = ['2025-01', '2025-02', '2025-03'];
      expect(answer).toEqual({
        organization: {
          smartNumberSeries: [
            {
              ...range,
              definition: { key: 'total_close_pct' },
              points: [
                point('2024-12', '0.5'),
                point('2025-01', '1.0028'),
                point('2025-02', '1'),
                point('2025-03', '0.9954'),
              ],
              total: {
                from: '2024-12',
                to: '2025-03',
                value: '0.9568',
                formatted: '95.68%',
                state: 'EXACT',
                monthsCovered: 4,
                months: ['2024-12', ...quarter],
                missing: [],
              },
              previousYear: { value: null, state: 'NO_DATA' },
            },
            {
              ...range,
              definition: { key: 'rhem' },
              points: [
                { period: '2024-12', value: null, state: 'NO_DATA', months: [] },
                point('2025-01', '0.2453'),
                point('2025-02', '0.2328'),
                point('2025-03', '0.2831'),
              ],
              total: {
                from: '2024-12',
                to: '2025-03',
                value: '0.2537',
                formatted: '0.2537',
                state: 'PARTIAL',
                monthsCovered: 3,
                months: quarter,
                missing: [{ key: 'reactive_time_spent' }, { key: 'endpoints_managed' }],
              },
              previousYear: { value: null, state: 'NO_DATA' },
            },
          ],
        },
      });
    });

    it('of quarters total their months, and have neither a year to date nor a previous year', async () => {
      const answer = await api.ask(`{ organization {
        one: metricSeries(keys: ["endpoints_managed"], from: "2025-Q1", to: "2025-Q1") {
          points { period value state } total { value state monthsCovered change { comparable reason } }
        }
        two: metricSeries(keys: ["NRR", "Non-Recurring Revenue (NRR)", "mrr"], from: "2024-Q4", to: "2025-Q1") {
          definition { key } points { period value state } total { value state monthsCovered } yearToDate { value } previousYear { value }
        }
      } }`);
      const none = { yearToDate: null, previousYear: null };
      expect(answer['organization']).toEqual({
        one: [
          {
            points: [{ period: '2025-Q1', value: '594', state: 'EXACT' }],
            total: {
              value: '594',
              state: 'EXACT',
              monthsCovered: 3,
              change: { comparable: false, reason: 'the earlier period has no value' },
            },
          },
        ],
        two: [
          {
            definition: { key: 'nrr' },
            points: [
              { period: '2024-Q4', value: '1000', state: 'PARTIAL' },
              { period: '2025-Q1', value: '32279', state: 'EXACT' },
            ],
            total: { value: '33279', state: 'PARTIAL', monthsCovered: 4 },
            ...none,
          },
          {
            definition: { key: 'mrr' },
            points: [
              { period: '2024-Q4', value: null, state: 'NO_DATA' },
              { period: '2025-Q1', value: '329959', state: 'EXACT' },
            ],
            total: { value: '329959', state: 'PARTIAL', monthsCovered: 3 },
            ...none,
          },
        ],
      });
    });

    it('compare no range that has not ended', async () => {
      const answer = await api.ask(`{ organization { metricSeries(keys: ["nrr"], from: "2026-07", to: "2026-07") {
        points { period state } total { state change { comparable reason } }
      } } }`);
      expect(answer['organization']).toEqual({
        metricSeries: [
          {
            points: [{ period: '2026-07', state: 'NO_DATA' }],
            total: { state: 'NO_DATA', change: { comparable: false, reason: 'this period has not ended' } },
          },
        ],
      });
    });

    it.each([
      ['["nrr"], from: "2025-01", to: "2025-Q1"', 'INVALID_PERIOD', 'to'],
      ['["nrr"], from: "2025-02", to: "2025-01"', 'INVALID_PERIOD_RANGE', 'from'],
      ['["nrr"], from: "2025-Q2", to: "2025-Q1"', 'INVALID_PERIOD_RANGE', 'from'],
      ['["nrr"], from: "2000-01", to: "2050-01"', 'RANGE_TOO_LARGE', 'to'],
      ['["nrr", "profit"], from: "2025-01", to: "2025-01"', 'METRIC_NOT_FOUND', 'keys[1]'],
    ])('refuse %s as %s', async (args, code, field) => {
      for (const series of ['metricSeries', 'smartNumberSeries']) {
        const { data, errors } = await api.send(
          `{ organization { ${series}(keys: ${args}) { from } } }`.replace(
            'nrr',
            series === 'metricSeries' ? 'nrr' : 'rhem',
          ),
        );
        expect(data).toEqual({ organization: null });
        expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code, field }) })]);
      }
    });

    it('are of the seven categories and of all SmartNumbers where neither keys nor a category are given', async () => {
      const range = 'from: "2025-01", to: "2025-02"';
      const answer = await api.ask(`{ organization {
        all: metricSeries(${range}) { definition { category } }
        some: metricSeries(category: DEVICES, ${range}) { definition { key } }
        smartNumbers: smartNumberSeries(${range}) { from }
        profit: smartNumberSeries(category: PROFIT, ${range}) { definition { category } }
      } }`);
      const { all, some, smartNumbers, profit } = answer['organization'] as Record<string, { definition: object }[]>;
      expect(all).toHaveLength(27);
      expect(some).toEqual([{ definition: { key: 'endpoints_managed' } }, { definition: { key: 'seats_managed' } }]);
      expect(smartNumbers).toHaveLength(18);
      expect(new Set(profit?.map(({ definition }) => JSON.stringify(definition)))).toEqual(
        new Set(['{"category":"PROFIT"}']),
      );
    });

    it('have no series where no key is given', async () => {
      const answer = await api.ask(
        '{ organization { metricSeries(keys: [], from: "2025-01", to: "2025-02") { from } } }',
      );
      expect(answer).toEqual({ organization: { metricSeries: [] } });
    });
  });

  it('cost as many SQL statements for 318 months as for 12', async () => {
    await emptyDatabase(use());
    await storeMonths(use().database, monthsUpTo(parseMonth('2026-06'), 24), WHOLE_MONTH);
    const query = `query ($from: Period!) { organization {
      metricSeries(keys: ["nrr", "net_profit", "employees", "gross_margin_pct"], from: $from, to: "2026-06") {
        points { value state status yearAgo { value } }
        total { value change { percent } } yearToDate { value yearAgo { value } change { percent } } previousYear { value }
      }
      smartNumberSeries(keys: ["rhem", "net_profit_pct"], from: $from, to: "2026-06") {
        points { value state status yearAgo { value } }
        total { value change { percent } } yearToDate { value change { percent } } previousYear { value }
      }
    } }`;
    const counts = [];
    for (const from of ['2025-07', '2000-01']) {
      counts.push((await use().statementsOf(() => api.ask(query, { from }))).length);
    }
    // The organization with everything of all periods, those of a year ago included.
    expect(counts).toEqual([1, 1]);
  });
});
