import { isInReview, METRICS, type MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { METRIC_FORMULAS } from './lineage.ts';

/**
 * What a month still lacks: metrics of the seven documented categories that somebody or something supplies and that are
 * absent, and QuickBooks totals without which a calculated one of them is absent. What counts as 0 where absent is not
 * missed, nor is an input of a result that was entered by hand.
 * @param present keys of the metrics that have a value in the month
 */
export function missingInputs(present: ReadonlySet<string>): MetricDefinition[] {
  const review = METRICS.filter(({ key, category }) => isInReview(category) && !present.has(key));
  const needed = new Set(review.flatMap(({ key }) => [key, ...(METRIC_FORMULAS.get(key)?.inputs ?? [])]));
  return METRICS.filter(
    ({ key, formula, absentIsZero }) => formula === null && !absentIsZero && needed.has(key) && !present.has(key),
  );
}
