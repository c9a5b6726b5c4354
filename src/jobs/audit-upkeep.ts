import type { Logger } from '#src/log/log.ts';
import { type DailyJob, startDailyJob } from './daily-job.ts';

/** The daily upkeep of audit trails. */
export interface AuditUpkeepSettings {
  /** Prunes an organization's entries past their retention; `head` is the anchor of its newest entry. */
  readonly upkeep: (organizationId: number) => Promise<{ readonly pruned: number; readonly head: string | null }>;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

/** Five-field pattern, in the night of whom it is for. */
export const AUDIT_UPKEEP_CRON = '10 3 * * *';

/** Keeps up one trail, and logs its newest entry's id and hash, so that a later rewrite can be detected from the log. */
export async function keepUpTrail({ upkeep, logger }: AuditUpkeepSettings, organizationId: number): Promise<void> {
  const { pruned, head } = await upkeep(organizationId);
  if (pruned > 0) logger.info({ pruned, organizationId }, 'Pruned audit entries after their retention period');
  if (head === null) return;
  logger.info({ anchor: head, organizationId }, 'Anchor of the audit trail, for qbr audit verify --anchor');
}

/** Starts the upkeep in this process, of all organizations one after the other: now and every night. */
export function startAuditUpkeep(
  settings: AuditUpkeepSettings & {
    readonly organizationIds: () => readonly number[];
    /** IANA name. */
    readonly timeZone: string;
  },
): DailyJob {
  const { timeZone, logger, organizationIds } = settings;
  const failure = 'The upkeep of the audit trail failed';
  const run = async (): Promise<void> => {
    for (const id of organizationIds()) {
      // One trail does not stop the others.
      await keepUpTrail(settings, id).catch((error: unknown) =>
        logger.error({ err: error, organizationId: id }, failure),
      );
    }
  };
  return startDailyJob({ run, cron: AUDIT_UPKEEP_CRON, timeZone, failure, logger });
}
