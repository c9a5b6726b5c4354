import { expect, it } from 'vitest';
import * as core from '#src/core/period.ts';
import { isYear } from '#src/web/sheet/sheet-year.ts';
import { yearBefore } from '#src/web/trends/trend-range.ts';
import { isPeriod, isQuarter, lastMonthOf, periodsBefore, quarterOf } from '#src/web/values/period.ts';

/** All months and quarters of the supported years. */
const MONTHS = core.monthRange(core.parseMonth('2000-01'), core.parseMonth('2100-12'));
const PERIODS = [...MONTHS, ...new Set(MONTHS.map(core.quarterOf))];

/** The dashboard's period functions and the server's, which the dashboard cannot import. */
const SAME_RULES: readonly [string, (period: core.Period) => unknown, (period: core.Period) => unknown][] = [
  ['what is a quarter', isQuarter, core.isQuarter],
  ['the period before', (period) => periodsBefore(period, 1), core.previousPeriod],
  ['the period after', (period) => periodsBefore(period, -1), core.nextPeriod],
  ['the year before', yearBefore, core.yearBefore],
  ['the last month', lastMonthOf, (period) => core.monthsOf(period).at(-1)],
  ['the quarter', quarterOf, (period) => (core.isQuarter(period) ? period : core.quarterOf(period))],
];

it.each(SAME_RULES)('the dashboard and the server agree on %s, from 2000 to 2100', (_, ofDashboard, ofProgram) => {
  expect(PERIODS.map(ofDashboard)).toEqual(PERIODS.map(ofProgram));
});

it('the dashboard adds any number of months as the server does', () => {
  for (const month of MONTHS) {
    for (const count of [-1300, -25, -12, 0, 11, 13, 1300]) {
      expect(periodsBefore(month, -count)).toBe(core.addMonths(month, count));
    }
  }
});

it('the dashboard accepts the same periods as the server', () => {
  const parts = (of: string) =>
    ['', '0', '1', '01', '12', '00', '13', 'Q1', 'Q4', 'Q0', 'Q5', 'q1'].map((part) => `${of}-${part}`);
  const texts = ['1999', '2000', '2001', '2050', '2099', '2100', '2101', '99', '02000', ''].flatMap(parts);
  const isPeriodOfProgram = (text: string) => {
    try {
      return core.parsePeriod(text) === text;
    } catch {
      return false;
    }
  };
  expect(texts.filter(isPeriod)).toEqual(texts.filter(isPeriodOfProgram));
  expect(PERIODS.every(isPeriod)).toBe(true);
});

it('the sheet has the years 2000 to 2100', () => {
  const years = Array.from({ length: 130 }, (_, index) => String(1990 + index)).filter(isYear);
  expect([years[0], years.at(-1), years.length]).toEqual(['2000', '2100', 101]);
});
