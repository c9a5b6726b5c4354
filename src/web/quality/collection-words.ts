import type { CollectionLogStatus, RunTrigger } from '#src/web/gql/operations.ts';
import { formatPeriod, type PeriodKey, periodsBefore } from '#src/web/values/period.ts';

/** The status of a collection, or of its part for a vendor and month. */
export const STATUS_WORDS: Readonly<Record<CollectionLogStatus, string>> = {
  RUNNING: 'Running',
  SUCCESS: 'Success',
  PARTIAL: 'Partial',
  FAILED: 'Failed',
};

/** Why a collection started. */
export const TRIGGER_WORDS: Readonly<Record<RunTrigger, string>> = {
  SCHEDULE: 'scheduled',
  CATCH_UP: 'scheduled, caught up later',
  CLI: 'on the command line',
  API: 'in the dashboard or the API',
  WEB_CONNECTOR: 'by the QuickBooks Web Connector',
};

/** `1 month`, `13 months`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Months, oldest first: `May 2026`; consecutive ones `13 months, November 2025 to November 2026`, others one by one. */
export function monthsInWords(months: readonly PeriodKey[]): string {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return 'no months';
  if (months.length === 1) return formatPeriod(first);
  const isWhole = periodsBefore(last, months.length - 1) === first;
  if (!isWhole) return months.map((month) => formatPeriod(month)).join(', ');
  return `${counted(months.length, 'month')}, ${formatPeriod(first)} to ${formatPeriod(last)}`;
}
