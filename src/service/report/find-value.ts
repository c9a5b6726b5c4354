import type { Explanation } from '#src/core/calculation/explanation.ts';
import { MetricNotFoundError } from '#src/core/errors.ts';
import type { Period } from '#src/core/period.ts';
import {
  findMetric,
  findSmartNumber,
  loadOrganization,
  type MetricReport,
  type Report,
  reportMetrics,
  reportSmartNumbers,
  type SmartNumberReport,
} from './report.ts';
import { explainMetricValue, explainSmartNumberValue } from './report-value.ts';

const METRIC_PREFIX = 'metric:';

/**
 * Loads a period and finds values by key or label; without keys the SmartNumbers and the metrics of the review.
 * @throws OrganizationNotFoundError; MetricNotFoundError for a name that is neither
 */
export async function reportedValues(
  report: Report,
  period: Period,
  keys: readonly string[] | null,
): Promise<readonly (MetricReport | SmartNumberReport)[]> {
  await loadOrganization(report, { periods: [period] });
  if (!keys) return [...reportSmartNumbers(report, period, {}), ...reportMetrics(report, period, {})];
  return keys.map((name, index) => requireValue(report, period, { name, field: `keys[${index}]` }));
}

/**
 * Loads the periods and finds a value of the first by key or label.
 * @throws OrganizationNotFoundError, MetricNotFoundError
 */
export async function loadedValue(
  report: Report,
  periods: readonly [Period, ...Period[]],
  key: string,
): Promise<MetricReport | SmartNumberReport> {
  await loadOrganization(report, { periods });
  return requireValue(report, periods[0], { name: key, field: 'key' });
}

/**
 * The metric or SmartNumber of a loaded period, custom metrics included. A name that is both means the SmartNumber;
 * `metric:lost_mrr` is the metric.
 */
function requireValue(
  report: Report,
  period: Period,
  { name, field }: { readonly name: string; readonly field: string },
): MetricReport | SmartNumberReport {
  const isMetric = name.startsWith(METRIC_PREFIX);
  const key = isMetric ? name.slice(METRIC_PREFIX.length) : name;
  const value = (isMetric ? null : findSmartNumber(report, period, key)) ?? findMetric(report, period, key);
  if (!value) throw new MetricNotFoundError(name, { field });
  return value;
}

/** A value with its calculation; null where it is not calculated. */
export function explainedValues(values: readonly (MetricReport | SmartNumberReport)[]): {
  readonly value: MetricReport | SmartNumberReport;
  readonly explanation: Explanation | null;
}[] {
  return values.map((value) => ({
    value,
    explanation: value.kind === 'metric' ? explainMetricValue(value) : explainSmartNumberValue(value),
  }));
}
