import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import type { ValueState } from '#src/core/calculation/value-state.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { type Month, monthsOf, type Period, type PeriodStatus } from '#src/core/period.ts';
import { type BooksOfMonth, booksOfMonths } from '#src/service/books/review.ts';
import {
  loadOrganization,
  type Report,
  reportMetrics,
  reportSmartNumbers,
  statusOfPeriod,
} from '#src/service/report/report.ts';
import type { StoredFinding } from '#src/store/findings.ts';
import { type AttentionItem, type AttentionSource, listAttention } from './attention.ts';

/** How many values are in which state. */
export type StateCounts = Readonly<Record<ValueState, number>>;

/** A month with what it lacks. */
export interface MonthQuality {
  readonly month: Month;
  readonly status: PeriodStatus;
  readonly missing: readonly MetricDefinition[];
}

/** How far the values of a period can be relied on. */
export interface DataQuality {
  readonly metrics: StateCounts;
  readonly smartNumbers: StateCounts;
  readonly months: readonly MonthQuality[];
  /** Unresolved findings about the period's months, acknowledged or not, oldest first. */
  readonly findings: readonly StoredFinding[];
  /** Of the months that have a statement. */
  readonly books: readonly BooksOfMonth[];
  /** What needs attention now, whatever its period. */
  readonly attention: readonly AttentionItem[];
}

/**
 * What is known of the quality of a period's values, and what needs attention now. Uses a bounded number of statements.
 * @throws OrganizationNotFoundError
 */
export async function dataQuality(report: Report, period: Period, source: AttentionSource): Promise<DataQuality> {
  await loadOrganization(report, { periods: [period] });
  const months = monthsOf(period);
  return {
    metrics: counted(reportMetrics(report, period, {})),
    smartNumbers: counted(reportSmartNumbers(report, period, {})),
    months: months.map((month) => ({
      month,
      status: statusOfPeriod(report, month),
      missing: missingInputs(new Set(report.data.month(month).values.keys())),
    })),
    findings: months.flatMap((month) => report.data.findings(month)),
    books: await booksOfMonths(report.scope, months),
    attention: await listAttention(report, source),
  };
}

function counted(values: readonly { readonly state: ValueState }[]): StateCounts {
  const counts = { EXACT: 0, PARTIAL: 0, NO_DATA: 0, NOT_COMPUTABLE: 0 };
  for (const { state } of values) counts[state] += 1;
  return counts;
}
