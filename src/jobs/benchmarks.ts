import { Cron } from 'croner';
import type { Logger } from '#src/log/log.ts';

/** The nightly computation of what is told of peers. */
export interface BenchmarkJobSettings {
  /** Computes it, and returns how many tellings it changed. */
  readonly compute: () => Promise<{ readonly told: number; readonly withdrawn: number }>;
  readonly timeZone: string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

export interface BenchmarkJob {
  /** Stops the schedule and waits for a running computation. */
  stop(): Promise<void>;
}

/** After the nights' collections. */
const DAILY = '40 5 * * *';

/** Starts the computation of peer benchmarks: now and every night. Twice is as good as once, also from several processes. */
export function startBenchmarks({ compute, timeZone, logger }: BenchmarkJobSettings): BenchmarkJob {
  let current: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      const { told, withdrawn } = await compute();
      if (told + withdrawn > 0) logger.info({ told, withdrawn }, 'Computed benchmarks of peers');
    } catch (error) {
      logger.error({ err: error }, 'The computation of benchmarks failed');
    }
  };
  const enqueue = (): void => {
    current = current.then(run);
  };
  const job = new Cron(DAILY, { timezone: timeZone, mode: '5-part' }, enqueue);
  enqueue();
  return {
    async stop() {
      job.stop();
      await current;
    },
  };
}
