import type { FindingKind } from '#src/core/collection/finding.ts';
import { requireMetric } from '#src/core/metrics/metric-registry.ts';
import { monthsOf, type Period } from '#src/core/period.ts';
import { type Page, type PageRequest, readPage } from '#src/service/page.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { readFindingPage, type StoredFinding } from '#src/store/findings.ts';

export type { StoredFinding } from '#src/store/findings.ts';

/** Which findings are listed; null does not matter. */
export interface FindingQuery extends PageRequest {
  readonly acknowledged: boolean | null;
  readonly includeResolved: boolean;
  readonly kinds: readonly FindingKind[] | null;
  /** A quarter means its months. */
  readonly period: Period | null;
  /** Key or display name of a metric. */
  readonly metric: string | null;
}

/**
 * A page of an organization's findings, newest first.
 * @throws MetricNotFoundError for an unknown metric, InvalidParameterError for a page that is too large
 */
export async function listFindings(
  scope: Scope,
  { acknowledged, includeResolved, kinds, period, metric, ...page }: FindingQuery,
): Promise<Page<StoredFinding>> {
  const filter = {
    includeResolved,
    ...(acknowledged !== null && { acknowledged }),
    ...(kinds && { kinds }),
    ...(period && { months: monthsOf(period) }),
    ...(metric !== null && { metric: requireMetric(metric).key }),
  };
  return read(scope, 'metrics:read', (reader) =>
    readPage(page, (stretch) => readFindingPage(reader, scope.organization.id, filter, stretch)),
  );
}
