import { Cron } from 'croner';
import type { Logger } from '#src/log/log.ts';

/** The daily upkeep of the audit trail. */
export interface AuditUpkeepSettings {
  /** Removes what need not be kept any longer, and says where the trail ends. */
  readonly upkeep: () => Promise<{ readonly pruned: number; readonly head: string | null }>;
  readonly timeZone: string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

export interface AuditUpkeep {
  /** Starts nothing any more, and waits for what is under way. */
  stop(): Promise<void>;
}

const DAILY = '10 3 * * *';

/**
 * Starts the upkeep of the audit trail: now and every night. The log gets the newest entry's number and hash each time, so
 * that wherever the log is kept the trail can be proven not to have been rewritten.
 */
export function startAuditUpkeep({ upkeep, timeZone, logger }: AuditUpkeepSettings): AuditUpkeep {
  let current: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      const { pruned, head } = await upkeep();
      if (pruned > 0) logger.info({ pruned }, 'Removed entries of the audit trail after their time of retention');
      if (head !== null)
        logger.info({ anchor: head }, 'The audit trail ends here: qbr audit verify --anchor proves it later');
    } catch (error) {
      logger.error({ err: error }, 'The upkeep of the audit trail failed');
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
