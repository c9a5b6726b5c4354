import { COLLECTED_VENDORS, type CollectedVendor } from '#src/service/vendors.ts';
import { readTransientFailures } from '#src/store/collection-log.ts';
import { runsScheduledFor, type StoredRun } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';

/** A failed scheduled run is retried this long after its end, at most `MAX_RETRIES` times. */
const RETRY_AFTER_MS = 30 * 60 * 1_000;
const MAX_RETRIES = 3;
/** Default of `maxInterrupted`. */
const MAX_INTERRUPTED = 2;

/** A scheduled time to run. */
export interface ScheduledTime {
  readonly scheduledFor: Date;
  /** Maximum interrupted runs of it, 2 by default; limited because the run itself may have killed the program. */
  readonly maxInterrupted?: number | undefined;
}

/** A run or retry that is due for a scheduled time. */
export interface DueRun {
  /** Due time; in the past if due now. */
  readonly at: Date;
  /** The failed vendors, for a retry; null for a run of all vendors. */
  readonly vendors: readonly CollectedVendor[] | null;
}

/**
 * Determines the due run of a scheduled time from the database alone, so that restarts lose nothing and several programs agree.
 * Null if it is done: it succeeded, failed permanently (credentials, configuration, data), has been retried three times, or the
 * failed vendors have been collected since. A retry covers the vendors with transient failures and is due half an hour of
 * elapsed time after the end of the previous run.
 *
 * The caller asks only within the night: the 12 hours of elapsed time after the scheduled time, or until the next scheduled time
 * if that is sooner. Thus neither midnight nor a daylight saving time change in the organization's time zone ends a night or
 * repeats a retry, and the months are those of the scheduled time.
 */
export async function findDueRun(
  { prisma, vendorIds }: Database,
  organizationId: number,
  { scheduledFor, maxInterrupted = MAX_INTERRUPTED }: ScheduledTime,
): Promise<DueRun | null> {
  const runs = await runsScheduledFor(prisma, organizationId, scheduledFor);
  const first = runs.findIndex(({ interrupted }) => !interrupted);
  if (first === -1) return runs.length < maxInterrupted ? { at: scheduledFor, vendors: null } : null;
  const attempts = runs.slice(first);
  const last = attempts.at(-1) as StoredRun;
  if (attempts.length > MAX_RETRIES) return null;
  // Running, or left by a killed program: the holder of the run lock finds out.
  if (!last.endedAt) return { at: scheduledFor, vendors: null };
  const failed = await readTransientFailures(
    prisma,
    organizationId,
    attempts.map(({ id }) => id),
  );
  const vendors = COLLECTED_VENDORS.filter((vendor) => failed.has(vendorIds[vendor]));
  return vendors.length === 0 ? null : { at: new Date(last.endedAt.getTime() + RETRY_AFTER_MS), vendors };
}
