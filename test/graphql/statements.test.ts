import { beforeAll, expect, it } from 'vitest';
import { type Month, parseMonth } from '#src/core/period.ts';
import { describeOnBothDatabases } from '../kit/databases.ts';
import { type Api, openApi } from './api.ts';
import { monthsUpTo, storeMonths, WHOLE_MONTH } from './books.ts';

/** Everything there is to ask of values, with breakdowns three levels deep. */
const FULL_REPORT = `
  query FullReport($kind: PeriodKind!, $last: Int!) {
    organization {
      periods(kind: $kind, last: $last) {
        label
        status
        metrics(includeIntermediate: true) { ...metric }
        financialHealth: metrics(category: FINANCIAL_HEALTH) { ...metric }
        smartNumbers {
          definition { key }
          formatted
          months
          status
          previous { formatted status }
          yearAgo { formatted status }
          change { ...change }
          breakdown { ...breakdown }
        }
      }
    }
  }
  fragment metric on MetricValue {
    definition { key }
    value
    state
    vendor { name }
    status
    previous { value status }
    yearAgo { value breakdown { display } }
    change { ...change }
    sinceLastYear: change(since: YEAR_AGO) { ...change }
    findings { message }
    history(first: 1) { edges { node { newValue } } }
    breakdown { ...breakdown }
  }
  fragment change on Change { absolute percent better reason attribution { contributions { exact } } }
  fragment breakdown on Breakdown {
    display
    missing { key }
    components {
      definition { key } formatted
      breakdown {
        display
        components { definition { key } formatted breakdown { display components { formatted } } }
      }
    }
  }
`;

/** The organization with its thresholds and months with data; everything of the periods; the history of all values. */
const STATEMENTS = { MONTH: 3, QUARTER: 3 } as const;

describeOnBothDatabases('the SQL statements of a report', (use) => {
  let api: Api;
  beforeAll(async () => {
    const { database } = use();
    api = openApi(use());
    await storeMonths(database, monthsUpTo(parseMonth('2026-06') as Month, 60), WHOLE_MONTH);
  });

  const countStatements = async (kind: 'MONTH' | 'QUARTER', last: number) =>
    (await use().statementsOf(() => api.ask(FULL_REPORT, { kind, last }))).length;

  it('are few, and as many for 48 months as for 12', async () => {
    const counts = [];
    for (const last of [12, 24, 48]) counts.push(await countStatements('MONTH', last));
    expect(counts).toEqual([STATEMENTS.MONTH, STATEMENTS.MONTH, STATEMENTS.MONTH]);
  });

  it('are few, and as many for 16 quarters as for 5', async () => {
    const counts = [];
    for (const last of [5, 8, 16]) counts.push(await countStatements('QUARTER', last));
    expect(counts).toEqual([STATEMENTS.QUARTER, STATEMENTS.QUARTER, STATEMENTS.QUARTER]);
  });
});
