import { Cron } from 'croner';
import { RunInProgressError } from '#src/core/errors.ts';
import type { Logger } from '#src/log/log.ts';
import type { CollectionSchedule } from '#src/service/collection/schedule.ts';

/** Settings of the nightly job. */
export interface NightlySettings {
  readonly schedule: Pick<CollectionSchedule, 'runDue' | 'retryAt'>;
  readonly cron: string;
  readonly timeZone: string;
  readonly logger: Logger;
  /** Delay of the next check while another run is in progress or a retry is due; default one minute. */
  readonly recheckMs?: number;
}

export interface Nightly {
  /** Stops the job and its current run, and waits for the run. */
  stop(): Promise<void>;
  /** Begins no further run, and waits for the end of the current one. */
  finish(): Promise<void>;
}

const RECHECK_MS = 60_000;

/**
 * Starts the nightly collection: at each scheduled time, and now to catch up on a missed run. The service decides whether a
 * run is due, and whether another process has already run it.
 */
export function startNightly({ schedule, cron, timeZone, logger, recheckMs = RECHECK_MS }: NightlySettings): Nightly {
  const stopping = new AbortController();
  let current: Promise<void> = Promise.resolve();
  let recheck: NodeJS.Timeout | undefined;
  let isEnding = false;
  const recheckLater = (): void => {
    clearTimeout(recheck);
    recheck = setTimeout(enqueue, recheckMs);
  };
  const check = async (): Promise<void> => {
    if (isEnding) return;
    try {
      await schedule.runDue(stopping.signal);
      // Every process checks for retries: the one whose run failed may have ended.
      if (!isEnding && (await schedule.retryAt())) recheckLater();
    } catch (error) {
      if (error instanceof RunInProgressError) recheckLater();
      else logger.error({ err: error }, 'The nightly collection failed to start');
    }
  };
  const enqueue = (): void => {
    current = current.then(check);
  };
  const job = new Cron(cron, { timezone: timeZone, mode: '5-part' }, enqueue);
  enqueue();
  const finish = async (): Promise<void> => {
    isEnding = true;
    job.stop();
    clearTimeout(recheck);
    await current;
    clearTimeout(recheck);
  };
  return {
    finish,
    async stop() {
      stopping.abort(new Error('The program is closing'));
      await finish();
    },
  };
}
