import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { parseMonth } from '#src/core/period.ts';
import { describeOnBothDatabases } from '../kit/databases.ts';
import { type Api, NOW, openApi } from './api.ts';
import { monthsUpTo, storeMonths, WHOLE_MONTH } from './books.ts';

/** Selections of each type that lead to other periods, in any order and depth. */
const { report } = fc.letrec<Record<'report' | 'metric' | 'smartNumber', string>>((tie) => {
  const selection = (leaves: readonly string[], links: readonly fc.Arbitrary<string>[]) =>
    fc
      .array(fc.oneof({ maxDepth: 4 }, fc.constantFrom(...leaves), ...links), { minLength: 1, maxLength: 3 })
      .map((fields) => `{ ${fields.map((field, index) => `f${index}: ${field}`).join(' ')} }`);
  const link = (field: string, to: 'report' | 'metric' | 'smartNumber', type?: string) =>
    tie(to).map((below) => `${field} ${type ? `{ ... on ${type} ${below} }` : below}`);
  return {
    report: selection(
      ['status', 'label', 'metrics { value findings { message } status }', 'smartNumbers { value status }'],
      [
        ...['previous', 'yearAgo', 'quarter', 'months'].map((field) => link(field, 'report')),
        link('metric(key: "net_profit")', 'metric', 'MetricValue'),
        link('smartNumber(key: "rhem")', 'smartNumber'),
      ],
    ),
    metric: selection(
      ['value', 'status', 'change { absolute reason }', 'change(since: YEAR_AGO) { reason }', 'breakdown { display }'],
      [link('previous', 'metric'), link('yearAgo', 'metric', 'ReportedValue')].map((each, index) =>
        index === 0 ? each : each.map((field) => field.replace('... on ReportedValue', '... on MetricValue')),
      ),
    ),
    smartNumber: selection(
      ['value', 'status', 'change { absolute }', 'breakdown { display }'],
      [link('previous', 'smartNumber'), link('yearAgo', 'smartNumber')],
    ),
  };
});

const start = fc.constantFrom(
  ...[
    'period(key: "2026-05")',
    'period(key: "2026-Q1")',
    'period(key: $key)',
    'periods(kind: MONTH, from: "2026-01", to: $key)',
  ],
);

describeOnBothDatabases('a question that leads from period to period', (use) => {
  let api: Api;
  beforeAll(async () => {
    api = openApi(use(), NOW, { maxAliases: 10_000, maxTokens: 100_000, maxDepth: 100, maxComplexity: 1e9 });
    await storeMonths(use().database, monthsUpTo(parseMonth('2026-06'), 8), WHOLE_MONTH);
  });

  it('is answered by one statement, wherever it leads', async () => {
    await fc.assert(
      fc.asyncProperty(start, report, async (field, below) => {
        const query = `query ($key: Period!) { organization { name ${field} ...Below unused: period(key: $key) { label } } }
          fragment Below on Organization { again: ${field} { ...Report } }
          fragment Report on PeriodReport ${below}`;
        const whole = query.replace(`${field} ...Below`, `${field} ${below} ...Below`);
        expect(await use().statementsOf(() => api.ask(whole, { key: '2026-04' }))).toHaveLength(1);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['latestMonth { previous { yearAgo { metrics { value previous { value } } } } }', 2],
    ['latestQuarter { months { metrics { yearAgo { change { absolute } } } } }', 2],
    ['periods(last: 3) { smartNumbers { yearAgo { previous { status } } } }', 2],
    [
      `metricSeries(keys: ["mrr"], from: "2025-Q1", to: "2026-Q1") {
        points { previous { yearAgo { value } } change { reason } } total { yearAgo { yearAgo { value } change { reason } } }
        yearToDate { value } previousYear { value }
      }`,
      1,
    ],
    [
      `smartNumberSeries(from: "2025-02", to: "2026-03") {
        points { status } total { change { reason } } yearToDate { yearAgo { change { reason } } } previousYear { yearAgo { value } }
      }`,
      1,
    ],
    ['thresholds { value } attention { message }', null],
  ])('is answered from few statements: %s', async (fields, statements) => {
    const query = `{ organization { ${fields} } }`;
    const sent = await use().statementsOf(() => api.ask(query));
    if (statements !== null) expect(sent).toHaveLength(statements);
  });
});
