import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExplainedMonth } from '#src/core/calculation/explanation.ts';
import { absentLeaves, leafInputs } from '#src/core/calculation/leaf-inputs.ts';
import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import { isInReview, METRICS } from '#src/core/metrics/metric-registry.ts';
import type { DataSource } from '#src/core/metrics/source.ts';
import { Decimal } from '#src/core/number.ts';
import { type Month, parseMonth } from '#src/core/period.ts';

const JANUARY = parseMonth('2026-01');
const FEBRUARY = parseMonth('2026-02');

/** A month whose values were all entered by hand, or are of the sources given. */
function monthOf(month: Month, sources: Readonly<Record<string, DataSource>>): ExplainedMonth {
  const keys = Object.keys(sources);
  return {
    month,
    values: new Map(keys.map((key) => [key, new Decimal(1)])),
    sources: new Map(Object.entries(sources)),
  };
}

describe('the leaves of a metric', () => {
  it('are what it is computed from, through every calculated metric', () => {
    expect(leafInputs(['total_revenue'], [])).toEqual(['nrr', 'mrr', 'orr', 'total_income', 'misc_revenue']);
    expect(leafInputs(['mrr'], [])).toEqual(['mrr']);
  });

  it('are each named once, whatever the way to them', () => {
    const leaves = leafInputs(['net_profit', 'total_revenue'], []);
    expect(leaves).toHaveLength(new Set(leaves).size);
    expect(leaves).toEqual(expect.arrayContaining(['owner_comp', 'product_cogs', 'uncategorized_expenses']));
  });

  it('include a calculated metric that was entered by hand in one of the months, and not its inputs', () => {
    const months = [monthOf(JANUARY, {}), monthOf(FEBRUARY, { product_sales: 'manual' })];
    expect(leafInputs(['total_revenue'], months)).toEqual(['nrr', 'mrr', 'orr', 'product_sales', 'misc_revenue']);
    expect(leafInputs(['product_sales'], months)).toEqual(['product_sales']);
    expect(leafInputs(['product_sales'], [monthOf(JANUARY, { product_sales: 'calculated' })])).toContain(
      'total_income',
    );
  });
});

describe('the absent leaves of a metric', () => {
  const absent = (keys: readonly string[], ...months: ExplainedMonth[]) =>
    absentLeaves(keys, months).map(({ key, months: each }) => [key, each.map(({ month }) => month)]);

  it('are those that are missing, in the months in which they are', () => {
    const january = monthOf(JANUARY, { nrr: 'collected', mrr: 'collected', orr: 'collected' });
    const february = monthOf(FEBRUARY, { nrr: 'collected', total_income: 'collected' });
    expect(absent(['total_revenue'], january, february)).toEqual([
      ['total_income', [JANUARY]],
      ['mrr', [FEBRUARY]],
      ['orr', [FEBRUARY]],
    ]);
  });

  it('leave out what counts as 0 when absent, unless it is asked for itself', () => {
    const month = monthOf(JANUARY, { total_revenue: 'manual' });
    expect(absent(['total_revenue'], month)).toEqual([]);
    expect(absent(['misc_revenue'], month)).toEqual([['misc_revenue', [JANUARY]]]);
  });

  it('of all metrics of the review are the missing inputs of the month', () => {
    const keys = METRICS.map(({ key }) => key);
    fc.assert(
      fc.property(fc.subarray(keys), (present) => {
        const month = monthOf(JANUARY, Object.fromEntries(present.map((key) => [key, 'manual' as const])));
        const review = METRICS.filter(({ category, absentIsZero }) => isInReview(category) && !absentIsZero);
        const leaves = absentLeaves(
          review.map(({ key }) => key),
          [month],
        ).map(({ key }) => key);
        const missing = missingInputs(new Set(present)).map(({ key }) => key);
        expect(missing).toEqual(expect.arrayContaining(leaves));
      }),
    );
  });
});
