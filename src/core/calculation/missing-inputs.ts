import { METRICS, type MetricCategory, type MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { METRIC_FORMULAS } from './lineage.ts';

/** Categories that make up the business review no more than a footnote does. */
const BESIDE_THE_REVIEW: ReadonlySet<MetricCategory> = new Set(['Intermediate', 'Financial Health']);

/**
 * What a month still lacks: metrics of the seven documented categories that somebody or something supplies and that are
 * absent, and QuickBooks totals without which a calculated one of them is absent. What counts as 0 where absent is not
 * missed, nor is an input of a result that was entered by hand.
 * @param present keys of the metrics that have a value in the month
 */
export function missingInputs(present: ReadonlySet<string>): MetricDefinition[] {
  const review = METRICS.filter(({ key, category }) => !BESIDE_THE_REVIEW.has(category) && !present.has(key));
  const needed = new Set(review.flatMap(({ key }) => [key, ...(METRIC_FORMULAS.get(key)?.inputs ?? [])]));
  return METRICS.filter(
    ({ key, formula, absentIsZero }) => formula === null && !absentIsZero && needed.has(key) && !present.has(key),
  );
}
