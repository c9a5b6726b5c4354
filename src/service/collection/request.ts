import type { Viewer } from '#src/auth/viewer.ts';
import { InvalidPeriodError, MissingFieldError } from '#src/core/errors.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import type { Logger } from '#src/log/log.ts';
import type { Scope } from '#src/service/scope.ts';
import type { CollectedVendor } from '#src/service/vendors.ts';
import type { RunTrigger } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { CollectionProgress, RunActivity } from './run-activity.ts';
import type { VendorReaders } from './vendor-reader.ts';

/** The settings of collections. */
export interface CollectionSettings {
  readonly database: Database;
  readonly organizationId: number;
  /** The readers of the available vendors; NinjaOne's also without credentials, for stored snapshots. */
  readonly readers: VendorReaders;
  /** Whether NinjaOne is configured; otherwise its reader counts the snapshots of another program. */
  readonly hasNinjaOneCredentials: boolean;
  readonly timeZone: string;
  /** The running month and the completed ones before it. */
  readonly monthsToCollect: number;
  /** Maximum interrupted runs of one scheduled time, 2 by default: the run itself may have killed the program. */
  readonly maxInterrupted?: number | undefined;
  /** Whether a scheduled run that is stopped with its program counts as interrupted, so that another program runs it. */
  readonly stopsForOthers?: boolean | undefined;
  /** Maximum time to read one vendor. */
  readonly readBudgetMs: number;
  readonly clock: () => Date;
  readonly logger: Logger;
  /** Receives the progress of the runs. */
  readonly activity: Pick<RunActivity, 'begin' | 'report' | 'end'>;
  /** Host and process, stored with the run. */
  readonly host: string;
  readonly processId: number;
}

/** What to collect, and why. */
export interface CollectionRequest {
  readonly trigger: RunTrigger;
  /** The person, API key or schedule that requests it. */
  readonly viewer: Viewer;
  /** The scheduled time of the run, to which its months are relative. */
  readonly scheduledFor?: Date;
  /** By default the running month and the configured number of months before it. */
  readonly months?: readonly Month[];
  /** All available vendors by default. */
  readonly vendors?: readonly CollectedVendor[];
  /** Overwrites frozen values, for a reason that is stored in their history. */
  readonly force?: { readonly reason: string };
  /** Reads and decides everything, but stores nothing, not even a record of the run. */
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: CollectionProgress) => void;
  readonly onStarted?: (runId: number) => void;
  readonly signal?: AbortSignal;
}

/** @throws InvalidPeriodError naming `field`, where one of the months comes after the `running` one */
export function refuseFutureMonths(months: readonly Month[], running: Month, field: string): void {
  const future = months.find((month) => month > running);
  if (!future) return;
  throw new InvalidPeriodError(`${periodLabel(future)} has not begun; it cannot be collected yet`, { field });
}

/** @throws MissingFieldError where frozen values are to be overwritten for no reason */
export function requireReason(reason: string): void {
  if (reason.trim() !== '') return;
  throw new MissingFieldError('Overwriting frozen values needs a reason', { field: 'reason' });
}

/** The viewer of a request, acting now on the organization whose collection this is. */
export function scopeOf(
  { database, organizationId, timeZone, clock }: CollectionSettings,
  { viewer }: Pick<CollectionRequest, 'viewer'>,
): Scope {
  return { database, organization: { id: organizationId, timeZone }, viewer, actor: viewer.name, at: clock() };
}
