import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import type { Scope } from '#src/service/scope.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { transactionQuery } from '#src/store/engine/text-query.ts';
import { readClosings } from '#src/store/period-states.ts';
import { readChangesOf } from '#src/store/value-history.ts';

/** Newest changes that are looked at, and how many are named. */
const MAX_CHANGES = 200;
const MAX_NAMED = 20;

/** What changed in some months after an instant, each in a sentence's part: values of the history, and closings. */
export async function changesSince(
  reader: Reader,
  { organization }: Pick<Scope, 'organization'>,
  { months, at }: { readonly months: readonly Month[]; readonly at: Date },
): Promise<string[]> {
  const changes = await readChangesOf(transactionQuery(reader), organization.id, {
    months,
    olderThan: null,
    limit: MAX_CHANGES,
  });
  const closings = await readClosings(reader, organization.id, months);
  const values = changes
    .filter(({ changedAt, cause }) => changedAt > at && cause !== 'recalculation')
    .map(
      ({ month, metric, actor }) => `${metricStoredAs(metric).label} of ${periodLabel(month)} was changed by ${actor}`,
    );
  const closed = closings
    .filter(({ closedAt }) => closedAt > at)
    .map(({ month, closedBy }) => `${periodLabel(month)} was closed by ${closedBy}`);
  return [...new Set([...closed, ...values])].slice(0, MAX_NAMED);
}
