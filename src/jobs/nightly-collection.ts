import { Cron } from 'croner';
import { RunInProgressError } from '#src/core/errors.ts';
import type { Logger } from '#src/log/log.ts';
import type { CollectionSchedule } from '#src/service/collection/schedule.ts';

/** The jobs of the program, as data: when each comes due is configured, what it does is one service call. */
export interface NightlySettings {
  readonly schedule: CollectionSchedule;
  readonly cron: string;
  readonly timeZone: string;
  readonly logger: Logger;
  /** How long to wait before looking again, while another run is under way or a retry is to come. */
  readonly lookAgainMs?: number;
}

export interface Nightly {
  /** Stops the job and the run that it has under way, and waits for that. */
  stop(): Promise<void>;
}

const LOOK_AGAIN_MS = 60_000;

/**
 * Starts the nightly collection: at each scheduled time, and once now for one that was missed. Whether anything is due, and
 * whether another program has run it, the service decides.
 */
export function startNightly({
  schedule,
  cron,
  timeZone,
  logger,
  lookAgainMs = LOOK_AGAIN_MS,
}: NightlySettings): Nightly {
  const stopping = new AbortController();
  let current: Promise<void> = Promise.resolve();
  let lookAgain: NodeJS.Timeout | undefined;
  const lookAgainLater = (): void => {
    clearTimeout(lookAgain);
    lookAgain = setTimeout(enqueue, lookAgainMs);
  };
  const look = async (): Promise<void> => {
    if (stopping.signal.aborted) return;
    try {
      await schedule.runDue(stopping.signal);
      // Each program looks for itself: the one whose run failed may be gone by then.
      if (!stopping.signal.aborted && (await schedule.retryAt())) lookAgainLater();
    } catch (error) {
      if (error instanceof RunInProgressError) lookAgainLater();
      else logger.error({ err: error }, 'The nightly collection could not be run');
    }
  };
  const enqueue = (): void => {
    current = current.then(look);
  };
  const job = new Cron(cron, { timezone: timeZone, mode: '5-part' }, enqueue);
  enqueue();
  return {
    async stop() {
      job.stop();
      clearTimeout(lookAgain);
      stopping.abort(new Error('The program is closing'));
      await current;
      clearTimeout(lookAgain);
    },
  };
}
