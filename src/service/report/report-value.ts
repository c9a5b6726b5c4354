import { compare } from '#src/core/calculation/comparison.ts';
import {
  type Component,
  type ExplainedMonth,
  type Explanation,
  explainMetric,
  explainSmartNumber,
} from '#src/core/calculation/explanation.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import { judge, type ThresholdStatus, thresholdApplies } from '#src/core/metrics/threshold.ts';
import { monthsOf, type Period, previousPeriod, yearBefore } from '#src/core/period.ts';
import { type Page, type PageRequest, readPage } from '#src/service/page.ts';
import type { StoredFinding } from '#src/store/findings.ts';
import type { StoredValueChange } from '#src/store/value-history.ts';
import type { ReportedChange } from './attribution.ts';
import { definitionOf } from './definitions.ts';
import { cachedExplanation } from './explanation-cache.ts';
import { periodKind } from './periods.ts';
import {
  type MetricReport,
  reportMetric,
  reportSmartNumber,
  type SmartNumberReport,
  statusOfPeriod,
} from './report.ts';

/** Explains a metric's value; null for a month's metric that is not calculated. */
export function explainMetricValue({ report: { data }, definition, period }: MetricReport): Explanation | null {
  return explainedMetric(definition.key, period, monthsOf(period).map(data.month));
}

/** Explains a SmartNumber's value. */
export function explainSmartNumberValue({ report: { data }, definition, period }: SmartNumberReport): Explanation {
  const months = monthsOf(period).map(data.month);
  return cachedExplanation(months, `SmartNumber ${definition.key} ${period}`, () =>
    explainSmartNumber(definition, period, months),
  );
}

/** Explains a component of an explained value; null if it is not calculated. */
export function explainComponent({ key, period, months }: Component): Explanation | null {
  return explainedMetric(key, period, months);
}

function explainedMetric(key: string, period: Period, months: readonly ExplainedMonth[]): Explanation | null {
  return cachedExplanation(months, `metric ${key} ${period}`, () => explainMetric(key, period, months));
}

/** The same metric or SmartNumber in another period. */
export function reportSame<Value extends MetricReport | SmartNumberReport>(value: Value, period: Period): Value {
  const same =
    value.kind === 'metric'
      ? reportMetric(value.report, period, value.definition)
      : reportSmartNumber(value.report, period, value.definition);
  return same as Value;
}

/** The earlier period that a value is compared with. */
export type Comparison = 'PREVIOUS' | 'YEAR_AGO';

/** The change of a value since an earlier period, if the two are comparable. */
export function changeSince(value: MetricReport | SmartNumberReport, since: Comparison): ReportedChange {
  const { report, period } = value;
  const earlier = reportSame(value, since === 'PREVIOUS' ? previousPeriod(period) : yearBefore(period));
  const comparable = (each: MetricReport | SmartNumberReport) => ({
    value: each.value,
    state: each.state,
    periodStatus: statusOfPeriod(report, each.period),
  });
  return { ...compare(comparable(value), comparable(earlier), value.definition.better), earlier, current: value };
}

/** The status of a value against the organization's thresholds. */
export function statusOfValue(value: MetricReport | SmartNumberReport): ThresholdStatus {
  const { key } = value.definition;
  if (!thresholdApplies({ key, isSmartNumber: value.kind === 'smartNumber' }, periodKind(value.period))) return 'NONE';
  return judge(
    value.value,
    value.report.data.thresholds().filter(({ metric }) => metric === key),
  );
}

/** The findings about a metric in the months of its period. */
export function findingsOf(value: MetricReport): readonly StoredFinding[] {
  return monthsOf(value.period).flatMap((month) =>
    value.report.data.findings(month).filter(({ metric }) => metric === value.definition.key),
  );
}

/** A page of the changes of a metric's value in the months of its period, newest first. */
export async function historyOf(
  { report: { pages }, definition, period }: MetricReport,
  page: PageRequest,
): Promise<Page<StoredValueChange>> {
  return readPage(page, async (stretch) =>
    pages.history({ months: monthsOf(period), metric: definition.key, ...stretch }),
  );
}

/** The values of a change, formatted for display; `—` for none. */
export function formattedChange({ metric, before, after }: MetricChange): {
  readonly before: string;
  readonly after: string;
} {
  const definition = definitionOf(metric);
  return {
    before: formatValue(before?.value ?? null, definition),
    after: formatValue(after?.value ?? null, definition),
  };
}
