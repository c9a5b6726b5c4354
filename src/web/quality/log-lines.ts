import type { CollectionRunsQuery } from '#src/web/gql/operations.ts';
import type { PeriodKey } from '#src/web/values/period.ts';

type Run = NonNullable<CollectionRunsQuery['organization']>['collectionRuns']['edges'][number]['node'];
export type LogEntry = Run['entries'][number];

/** What the log has to say once: of a vendor, the months of which it says the same. */
export interface LogLine {
  readonly vendor: string;
  readonly status: LogEntry['status'];
  readonly months: readonly PeriodKey[];
  /** How many values were collected, of all the months. */
  readonly values: number;
  /** What went wrong or what a person should know; null where nothing was noted. */
  readonly text: string | null;
}

/** The log of a collection by vendor: a message that is the same for thirteen months is said once. */
export function logLines(entries: readonly LogEntry[]): LogLine[] {
  const lines = new Map<string, LogLine>();
  for (const { vendor, period, status, metricsCollected, errorMessage, notes } of entries) {
    const text = errorMessage ?? notes;
    const key = JSON.stringify([vendor.key, status, text]);
    const { months = [], values = 0 } = lines.get(key) ?? {};
    lines.set(key, {
      vendor: vendor.name,
      status,
      text,
      months: [...months, period],
      values: values + metricsCollected,
    });
  }
  return [...lines.values()].sort((one, other) => one.vendor.localeCompare(other.vendor));
}
