import { readTransientFailures, runsScheduledFor, type StoredRun } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';
import { COLLECTED_VENDORS, type CollectedVendor } from './vendor-reader.ts';

/** A scheduled run that failed is tried again this long after its end, at most so many times. */
const RETRY_AFTER_MS = 30 * 60 * 1_000;
const MAX_RETRIES = 3;
/** A run that was cut off is run again at once, but not for ever: what cut it off may be the run itself. */
const MAX_CUT_OFF = 2;

/** What is still to do for a scheduled time. */
export interface DueRun {
  /** When; a time of the past is due now. */
  readonly at: Date;
  /** What failed, for a retry; null for a run of all. */
  readonly vendors: readonly CollectedVendor[] | null;
}

/**
 * What is still to do for a scheduled time, from what the database knows alone, so that a restart loses nothing and several
 * programs agree. Null where it is done: it succeeded, failed for a reason that does not pass (credentials, configuration, data),
 * has been retried three times, or what failed has been collected since, by whomever. A retry is of the vendors that failed for
 * a reason that passes, and half an hour of elapsed time after the end of the run before it.
 *
 * The caller asks only within the night: the 12 hours of elapsed time after the scheduled time, or until the next scheduled time
 * if that is sooner. Midnight and a change to or from daylight saving time in the organization's time zone thus neither end a night nor
 * repeat a retry, and the months stay those of the scheduled time.
 */
export async function findDueRun(
  { prisma, vendorIds }: Database,
  organizationId: number,
  scheduledFor: Date,
): Promise<DueRun | null> {
  const runs = await runsScheduledFor(prisma, organizationId, scheduledFor);
  const first = runs.findIndex(({ interrupted }) => !interrupted);
  if (first === -1) return runs.length < MAX_CUT_OFF ? { at: scheduledFor, vendors: null } : null;
  const attempts = runs.slice(first);
  const last = attempts.at(-1) as StoredRun;
  if (attempts.length > MAX_RETRIES) return null;
  // Under way, or left by a program that was killed: whoever takes the run lock will know.
  if (!last.endedAt) return { at: scheduledFor, vendors: null };
  const failed = await readTransientFailures(
    prisma,
    organizationId,
    attempts.map(({ id }) => id),
  );
  const vendors = COLLECTED_VENDORS.filter((vendor) => failed.has(vendorIds[vendor]));
  return vendors.length === 0 ? null : { at: new Date(last.endedAt.getTime() + RETRY_AFTER_MS), vendors };
}
