import type { Logger } from '#src/log/log.ts';
import { type DailyJob, startDailyJob } from './daily-job.ts';

/** The daily upkeep of the audit trail. */
export interface AuditUpkeepSettings {
  /** Prunes entries past their retention; `head` is the anchor of the newest entry. */
  readonly upkeep: () => Promise<{ readonly pruned: number; readonly head: string | null }>;
  readonly timeZone: string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

/**
 * Starts the upkeep of the audit trail: now and every night. Each run logs the newest entry's id and hash, so that a later
 * rewrite of the trail can be detected from the log.
 */
export function startAuditUpkeep({ upkeep, timeZone, logger }: AuditUpkeepSettings): DailyJob {
  const run = async (): Promise<void> => {
    const { pruned, head } = await upkeep();
    if (pruned > 0) logger.info({ pruned }, 'Pruned audit entries after their retention period');
    if (head !== null) logger.info({ anchor: head }, 'Anchor of the audit trail, for qbr audit verify --anchor');
  };
  return startDailyJob({ run, cron: '10 3 * * *', timeZone, failure: 'The upkeep of the audit trail failed', logger });
}
