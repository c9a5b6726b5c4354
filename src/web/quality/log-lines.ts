import type { CollectionRunsQuery } from '#src/web/gql/operations.ts';
import type { PeriodKey } from '#src/web/values/period.ts';

type Run = NonNullable<CollectionRunsQuery['organization']>['collectionRuns']['edges'][number]['node'];
export type LogEntry = Run['entries'][number];

/** Entries of one vendor with the same status and text, together. */
export interface LogLine {
  readonly vendor: string;
  readonly status: LogEntry['status'];
  readonly months: readonly PeriodKey[];
  /** Number of values collected in all these months. */
  readonly values: number;
  /** The error or a note; null if there is neither. */
  readonly text: string | null;
}

/** The log of a collection by vendor, with equal entries of several months merged into one line. */
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
