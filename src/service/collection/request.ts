import type { Viewer } from '#src/auth/viewer.ts';
import { InvalidPeriodError, MissingFieldError } from '#src/core/errors.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import type { Logger } from '#src/log/log.ts';
import type { Scope } from '#src/service/scope.ts';
import type { RunTrigger } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { CollectionProgress, RunActivity } from './run-activity.ts';
import type { CollectedVendor, VendorReader } from './vendor-reader.ts';

/** What collecting needs of the program. */
export interface CollectionSettings {
  readonly database: Database;
  readonly organizationId: number;
  /** A reader for each vendor that can be read; NinjaOne's also where only its stored snapshots can be. */
  readonly readers: Readonly<Record<CollectedVendor, VendorReader | null>>;
  /** Whether NinjaOne itself is configured; else its reader counts snapshots that another program stored. */
  readonly hasNinjaOneCredentials: boolean;
  readonly timeZone: string;
  /** The running month and the completed ones before it. */
  readonly monthsToCollect: number;
  /** Longest time one vendor may take to be read. */
  readonly readBudgetMs: number;
  readonly clock: () => Date;
  readonly logger: Logger;
  /** Is told what the runs do, for those who follow them. */
  readonly activity: Pick<RunActivity, 'begin' | 'report' | 'end'>;
  /** What the run's record says of where it ran. */
  readonly host: string;
  readonly processId: number;
}

/** What to collect, and why. */
export interface CollectionRequest {
  readonly trigger: RunTrigger;
  /** Who wants it: a person, a key, or the schedule. */
  readonly viewer: Viewer;
  /** The scheduled time this run stands for, by which its months are chosen. */
  readonly scheduledFor?: Date;
  /** The running month and the completed ones before it, as configured, where not given. */
  readonly months?: readonly Month[];
  /** Every vendor that can be read, where not given. */
  readonly vendors?: readonly CollectedVendor[];
  /** Overwrite frozen values, for a reason that is kept in their history. */
  readonly force?: { readonly reason: string };
  /** Read and decide everything, store nothing, not even a record of the run. */
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: CollectionProgress) => void;
  readonly onStarted?: (runId: number) => void;
  readonly signal?: AbortSignal;
}

/** @throws InvalidPeriodError naming `field`, where one of the months comes after the `running` one */
export function refuseFutureMonths(months: readonly Month[], running: Month, field: string): void {
  const future = months.find((month) => month > running);
  if (!future) return;
  throw new InvalidPeriodError(`${periodLabel(future)} has not begun; nothing can be collected of it`, { field });
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
