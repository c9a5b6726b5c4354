import { ABSENT, formatValue } from '#src/core/metrics/format.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange } from '#src/store/monthly-metrics.ts';

/** `net_profit $50,505.46 → $51,000.00`. */
export function changeLine({ metric, before, after }: MetricChange): string {
  const style = metricStoredAs(metric);
  const values = [before, after].map((stored) => (stored ? formatValue(stored.value, style) : ABSENT));
  const sources = before && after && before.source !== after.source ? ` (${before.source} → ${after.source})` : '';
  return `${metric} ${values.join(' → ')}${sources}`;
}

/** A change as it stands in `--json`. */
export function changeJson({ month, metric, before, after }: MetricChange) {
  return {
    period: month,
    metric,
    before: before && { value: before.value.toFixed(), source: before.source },
    after: after && { value: after.value.toFixed(), source: after.source },
  };
}
