import type { Logger } from '#src/log/log.ts';
import { type DailyJob, startDailyJob } from './daily-job.ts';

/** The nightly computation of what is told of peers. */
export interface BenchmarkJobSettings {
  /** Computes it, and returns how many tellings it changed. */
  readonly compute: () => Promise<{ readonly told: number; readonly withdrawn: number }>;
  readonly timeZone: string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

/** Every night, after the collections. */
export const BENCHMARKS_CRON = '40 5 * * *';

/** Computes benchmarks of peers once. */
export async function runBenchmarks({
  compute,
  logger,
}: Pick<BenchmarkJobSettings, 'compute'> & { readonly logger: Pick<Logger, 'info'> }): Promise<void> {
  const { told, withdrawn } = await compute();
  if (told + withdrawn > 0) logger.info({ told, withdrawn }, 'Computed benchmarks of peers');
}

/** Without a queue: starts the computation of peer benchmarks, now and every night. Several processes may do so. */
export function startBenchmarks(settings: BenchmarkJobSettings): DailyJob {
  const { timeZone, logger } = settings;
  const run = () => runBenchmarks(settings);
  const failure = 'The computation of benchmarks failed';
  return startDailyJob({ run, cron: BENCHMARKS_CRON, timeZone, failure, logger });
}
