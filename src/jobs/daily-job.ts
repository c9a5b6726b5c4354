import { Cron } from 'croner';
import type { Logger } from '#src/log/log.ts';

/** A job that runs every day, and when the program starts. */
export interface DailyJobSettings {
  /** What is done; running it again does no harm. */
  readonly run: () => Promise<void>;
  /** Five-field cron pattern: `10 3 * * *`. */
  readonly cron: string;
  readonly timeZone: string;
  /** What is logged where it fails: `The upkeep of the audit trail failed`. */
  readonly failure: string;
  readonly logger: Pick<Logger, 'error'>;
}

export interface DailyJob {
  /** Stops the schedule and waits for a running job. */
  stop(): Promise<void>;
}

/** Starts a job: now and every day, one run after the other. A failure is logged, and the next day it runs again. */
export function startDailyJob({ run, cron, timeZone, failure, logger }: DailyJobSettings): DailyJob {
  let current: Promise<void> = Promise.resolve();
  const enqueue = (): void => {
    current = current.then(run).catch((error: unknown) => logger.error({ err: error }, failure));
  };
  const job = new Cron(cron, { timezone: timeZone, mode: '5-part' }, enqueue);
  enqueue();
  return {
    async stop() {
      job.stop();
      await current;
    },
  };
}
