import { PeriodNotFoundError, VendorNotFoundError } from '#src/core/errors.ts';
import { type MetricDefinition, metricStoredAs, requireMetric } from '#src/core/metrics/metric-registry.ts';
import type { StoredDerivedValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import { type Month, monthsOf, type Period, type Quarter, quarterOf } from '#src/core/period.ts';
import type { VendorIds } from '#src/store/engine/base-rows.ts';
import { isHidden } from './definitions.ts';
import { latestMonth } from './periods.ts';
import { loadOrganization, type Report } from './report.ts';

/** Sources to filter by; `quickbooks` is the vendor, `best` accepts any source. */
export const LISTED_SOURCES = ['collected', 'manual', 'calculated', 'quickbooks', 'best'] as const;
export type ListedSource = (typeof LISTED_SOURCES)[number];

/** A filter of a month's stored values; null matches everything. */
export interface StoredMetricFilter {
  /** Key or display name; a named metric is listed regardless of its category. */
  readonly metric: string | null;
  readonly vendorId: number | null;
  readonly source: ListedSource | null;
}

/** A stored value with the definition of its metric. */
export interface Listed<Value> {
  readonly definition: MetricDefinition;
  readonly stored: Value;
}

/** A month's stored value with the definition of its metric. */
export type ListedMetric = Listed<StoredMetric>;

/**
 * The stored values of a month that a filter selects, in order of metric key. Intermediate and Financial Health metrics are
 * listed only where they are named.
 * @param month null for the latest month with data
 * @throws MetricNotFoundError, VendorNotFoundError, OrganizationNotFoundError; PeriodNotFoundError where nothing is selected
 */
export async function listMonthMetrics(
  report: Report,
  month: Month | null,
  { filter, vendorIds }: { readonly filter: StoredMetricFilter; readonly vendorIds: VendorIds },
): Promise<{ readonly month: Month; readonly metrics: readonly ListedMetric[] }> {
  const { metric: name, vendorId, source } = filter;
  if (vendorId !== null && !Object.values(vendorIds).includes(vendorId)) {
    throw new VendorNotFoundError(`There is no vendor ${vendorId}`, { field: 'vendorId' });
  }
  const listed = month ?? (await latestMonth(report));
  if (listed === null) throw await nothingStored(report, 'No month has data');
  await report.data.load({ periods: [listed] });
  const { stored } = report.data.month(listed);
  const named = name === null ? null : namedKey(name, stored);
  const isSelected = (value: StoredMetric): boolean =>
    (named === null ? !isHidden(metricStoredAs(value.metric)) : value.metric === named) &&
    (vendorId === null || value.vendorId === vendorId) &&
    isOfSource(value, source, vendorIds);
  const metrics = [...stored.values()].filter(isSelected).map(withDefinition).sort(byKey);
  if (metrics.length > 0) return { month: listed, metrics };
  throw await nothingStored(report, `Nothing is stored for ${listed}${stored.size > 0 ? ' with this filter' : ''}`);
}

/**
 * The stored values of a quarter in order of metric key, without Intermediate and Financial Health metrics.
 * @param quarter null for that of the latest month with data
 * @throws OrganizationNotFoundError; PeriodNotFoundError where there is none
 */
export async function listQuarterMetrics(
  report: Report,
  quarter: Quarter | null,
): Promise<{ readonly quarter: Quarter; readonly metrics: readonly Listed<StoredDerivedValue>[] }> {
  const latest = quarter === null ? await latestMonth(report) : null;
  const listed = quarter ?? (latest && quarterOf(latest));
  if (listed === null) throw await nothingStored(report, 'No month has data');
  await report.data.load({ periods: [listed] });
  const stored = report.data.quarter(listed);
  const metrics = [...stored]
    .map(([key, value]) => ({ definition: metricStoredAs(key), stored: value }))
    .filter(({ definition }) => !isHidden(definition))
    .sort(byKey);
  if (metrics.length > 0) return { quarter: listed, metrics };
  throw await nothingStored(report, `Nothing is stored for ${listed}`);
}

/**
 * Loads a period with the organization.
 * @throws PeriodNotFoundError where none of the period's months has a value; OrganizationNotFoundError
 */
export async function loadPeriodWithData(report: Report, period: Period): Promise<void> {
  await report.data.load({ periods: [period], organization: true });
  if (monthsOf(period).some((month) => report.data.month(month).stored.size > 0)) return;
  throw await nothingStored(report, `Nothing is stored for ${period}`);
}

/** The metric's key: of the registry, or of the organization's own. */
function namedKey(name: string, stored: ReadonlyMap<string, unknown>): string {
  return stored.has(name) ? name : requireMetric(name).key;
}

function isOfSource({ source, vendorId }: StoredMetric, asked: ListedSource | null, vendorIds: VendorIds): boolean {
  if (asked === null || asked === 'best') return true;
  return asked === 'quickbooks' ? vendorId === vendorIds.quickbooks : source === asked;
}

function withDefinition(stored: StoredMetric): Listed<StoredMetric> {
  return { definition: metricStoredAs(stored.metric), stored };
}

/** By code unit, so that the order does not depend on the host's locale. */
function byKey(a: Listed<unknown>, b: Listed<unknown>): number {
  return a.definition.key < b.definition.key ? -1 : 1;
}

/** The organization is checked only here, because one with values exists. */
async function nothingStored(report: Report, message: string): Promise<PeriodNotFoundError> {
  await loadOrganization(report);
  return new PeriodNotFoundError(message, { field: 'period' });
}
