import { describe, expect, it } from 'vitest';
import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import { isInReview, METRIC_CATEGORIES, METRICS } from '#src/core/metrics/metric-registry.ts';

describe('what a month lacks', () => {
  it('is asked of the seven categories of the review, and of the books that they need', () => {
    expect(METRIC_CATEGORIES.filter((category) => !isInReview(category))).toEqual(['Intermediate', 'Financial Health']);
    const lacking = missingInputs(new Set());
    const beside = lacking.filter(({ category }) => !isInReview(category)).map(({ key }) => key);
    expect(beside).toEqual(['total_income', 'payroll_total', 'total_expenses_qb']);
  });

  it('is nothing where everything is there that is entered or collected', () => {
    const given = METRICS.filter(({ formula }) => formula === null).map(({ key }) => key);
    expect(missingInputs(new Set(given))).toEqual([]);
  });
});
