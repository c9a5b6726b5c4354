import type { Logger } from '#src/log/log.ts';
import { type DailyJob, startDailyJob } from './daily-job.ts';

/** The nightly computation of what is told of peers. */
export interface BenchmarkJobSettings {
  /** Computes it, and returns how many tellings it changed. */
  readonly compute: () => Promise<{ readonly told: number; readonly withdrawn: number }>;
  readonly timeZone: string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

/** Starts the computation of peer benchmarks: now and every night, after the collections. Several processes may do so. */
export function startBenchmarks({ compute, timeZone, logger }: BenchmarkJobSettings): DailyJob {
  const run = async (): Promise<void> => {
    const { told, withdrawn } = await compute();
    if (told + withdrawn > 0) logger.info({ told, withdrawn }, 'Computed benchmarks of peers');
  };
  return startDailyJob({ run, cron: '40 5 * * *', timeZone, failure: 'The computation of benchmarks failed', logger });
}
