import { expect, it } from 'vitest';
import {
  BETTER_WORDS,
  coverageWords,
  METRIC_SOURCE_WORDS,
  PERIOD_STATUS_WORDS,
  THRESHOLD_STATUS_WORDS,
} from '#src/core/review-words.ts';
import { BETTER, SUPPLIED_BY } from '#src/web/explanation/explanation-words.ts';
import { coverageWords as coverageInDashboard, PERIOD_STATUS, THRESHOLD_STATUS } from '#src/web/review/review-words.ts';

it('says the same of a status, a source and a direction on paper as in the dashboard', () => {
  expect(PERIOD_STATUS_WORDS).toEqual(PERIOD_STATUS);
  const words = Object.entries(THRESHOLD_STATUS).map(([status, { word }]) => [status, word]);
  expect(THRESHOLD_STATUS_WORDS).toEqual(Object.fromEntries(words));
  const named = (of: Readonly<Record<string, string>>) =>
    Object.entries(of).map(([key, text]) => [key.toUpperCase().replace(' ', '_'), text]);
  expect(Object.fromEntries(named(METRIC_SOURCE_WORDS))).toEqual(SUPPLIED_BY);
  expect(Object.fromEntries(named(BETTER_WORDS))).toEqual(BETTER);
});

it.each(['EXACT', 'PARTIAL', 'NO_DATA', 'NOT_COMPUTABLE'] as const)('says the same of coverage: %s', (state) => {
  for (const missing of [[], ['New MRR'], ['New MRR', 'Lost MRR']]) {
    for (const isOfQuarter of [true, false]) {
      const breakdown = { missing: missing.map((label) => ({ key: label, label })) };
      expect(coverageWords({ state, monthsCovered: 2, missing, isOfQuarter })).toBe(
        coverageInDashboard({ state, monthsCovered: 2, breakdown }, isOfQuarter),
      );
    }
  }
});
