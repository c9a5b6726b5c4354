import { formatValue } from '#src/core/metrics/format.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import { breachedThresholds, thresholdApplies } from '#src/core/metrics/threshold.ts';
import type { Decimal } from '#src/core/number.ts';
import { type Period, periodLabel } from '#src/core/period.ts';
import { periodKind } from '#src/service/report/periods.ts';
import {
  type MetricReport,
  type Report,
  reportMetric,
  reportSmartNumber,
  type SmartNumberReport,
  statusOfPeriod,
} from '#src/service/report/report.ts';
import type { StoredThreshold } from '#src/store/thresholds.ts';
import type { AttentionText } from './severity.ts';

/** A value outside its thresholds. */
export interface ThresholdBreach extends AttentionText {
  readonly kind: 'thresholdBreach';
  readonly report: MetricReport | SmartNumberReport;
  /** The stored value that was judged. */
  readonly value: Decimal;
  readonly thresholds: readonly StoredThreshold[];
}

/** The values of the periods that are outside their thresholds, period by period. The periods are loaded, with the organization. */
export function thresholdBreaches(report: Report, periods: readonly Period[]): ThresholdBreach[] {
  const thresholds = report.data.thresholds();
  const keys = [...new Set(thresholds.map(({ metric }) => metric))];
  const found = periods.flatMap((period) =>
    keys.map((key) =>
      breachOf(
        report,
        { key, period },
        thresholds.filter(({ metric }) => metric === key),
      ),
    ),
  );
  return found.filter((breach) => breach !== null);
}

function breachOf(
  report: Report,
  { key, period }: { readonly key: string; readonly period: Period },
  thresholds: readonly StoredThreshold[],
): ThresholdBreach | null {
  const smartNumber = smartNumberByName(key);
  const isSmartNumber = smartNumber?.key === key;
  if (!thresholdApplies({ key, isSmartNumber }, periodKind(period))) return null;
  const reported = isSmartNumber
    ? reportSmartNumber(report, period, smartNumber)
    : reportMetric(report, period, metricStoredAs(key));
  const { value, definition } = reported;
  if (value === null) return null;
  const breached = breachedThresholds(value, thresholds);
  const worst = breached.find(({ type }) => type === 'critical') ?? breached[0];
  if (!worst) return null;
  const isRunning = statusOfPeriod(report, period) === 'RUNNING';
  const side = worst.bound === 'min' ? 'below the' : 'above the';
  const limit = `${worst.type} ${worst.bound === 'min' ? 'minimum' : 'maximum'} of ${formatValue(worst.value, definition)}`;
  return {
    kind: 'thresholdBreach',
    severity: worst.type,
    message: `${definition.label} of ${periodLabel(period)}${isRunning ? ' (not ended yet)' : ''} is ${reported.formatted}, ${side} ${limit}.`,
    action: 'Check its breakdown; if the limit is wrong, change the threshold.',
    report: reported,
    value,
    thresholds: breached,
  };
}
