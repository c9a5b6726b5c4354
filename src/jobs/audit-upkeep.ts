import { Cron } from 'croner';
import type { Logger } from '#src/log/log.ts';

/** The daily upkeep of the audit trail. */
export interface AuditUpkeepSettings {
  /** Prunes entries past their retention; `head` is the anchor of the newest entry. */
  readonly upkeep: () => Promise<{ readonly pruned: number; readonly head: string | null }>;
  readonly timeZone: string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

export interface AuditUpkeep {
  /** Stops the schedule and waits for a running job. */
  stop(): Promise<void>;
}

const DAILY = '10 3 * * *';

/**
 * Starts the upkeep of the audit trail: now and every night. Each run logs the newest entry's id and hash, so that a later
 * rewrite of the trail can be detected from the log.
 */
export function startAuditUpkeep({ upkeep, timeZone, logger }: AuditUpkeepSettings): AuditUpkeep {
  let current: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      const { pruned, head } = await upkeep();
      if (pruned > 0) logger.info({ pruned }, 'Pruned audit entries after their retention period');
      if (head !== null) logger.info({ anchor: head }, 'Anchor of the audit trail, for qbr audit verify --anchor');
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
