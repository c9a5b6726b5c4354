import { isInReview, METRICS, type MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { METRIC_FORMULAS } from './lineage.ts';

/**
 * The inputs that are missing from a month: absent metrics of the seven review categories that are not calculated, and
 * absent QuickBooks totals that an absent calculated metric needs. Metrics that count as 0 when absent are not missing, nor
 * are the inputs of a manual result.
 * @param present keys of the metrics that have a value in the month
 */
export function missingInputs(present: ReadonlySet<string>): MetricDefinition[] {
  const review = METRICS.filter(({ key, category }) => isInReview(category) && !present.has(key));
  const needed = new Set(review.flatMap(({ key }) => [key, ...(METRIC_FORMULAS.get(key)?.inputs ?? [])]));
  return METRICS.filter(
    ({ key, formula, absentIsZero }) => formula === null && !absentIsZero && needed.has(key) && !present.has(key),
  );
}
