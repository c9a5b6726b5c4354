import { read, type Scope, write } from '#src/service/scope.ts';
import { findNewestAuditTime, findOldestAuditTime } from '#src/store/audit.ts';
import { type Drill, findNewestDrill, insertDrill, type StoredDrill } from '#src/store/backup-drills.ts';

/** How well the data is backed up. */
export interface BackupHealth {
  /** When the newest backup was made that the audit trail has; null without one. */
  readonly lastBackupAt: Date | null;
  readonly lastDrill: StoredDrill | null;
  /** When the newest drill that passed had ended; null without one. */
  readonly lastPassedAt: Date | null;
  readonly problem: BackupProblem | null;
}

/**
 * The last drill failed; the last one that passed is too old; or, once there is data to lose, none ever ran, which also says whether
 * backups are made.
 */
export type BackupProblem = 'failed' | 'overdue' | 'never';

/** A week, and a day for a timer that was late. */
export const DRILL_DUE_DAYS = 8;
const DUE_MS = DRILL_DUE_DAYS * 24 * 60 * 60 * 1_000;

/**
 * How well the data is backed up.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function backupHealth(scope: Scope): Promise<BackupHealth> {
  const { organization, at } = scope;
  return read(scope, 'metrics:read', async (reader) => {
    const lastDrill = await findNewestDrill(reader, organization.id);
    const lastPassed = lastDrill?.failure
      ? await findNewestDrill(reader, organization.id, { passed: true })
      : lastDrill;
    const lastBackupAt = await findNewestAuditTime(reader, organization.id, 'backup.made');
    const isOld = (time: Date | null): boolean => time !== null && at.getTime() - time.getTime() > DUE_MS;
    const problemOf = async (): Promise<BackupProblem | null> => {
      if (lastDrill?.failure) return 'failed';
      if (lastDrill) return isOld(lastDrill.endedAt) ? 'overdue' : null;
      return isOld(await findOldestAuditTime(reader, organization.id)) ? 'never' : null;
    };
    return { lastBackupAt, lastDrill, lastPassedAt: lastPassed?.endedAt ?? null, problem: await problemOf() };
  });
}

/**
 * Stores the result of a drill. The audit trail has its backup.
 * @throws UnauthenticatedError, ForbiddenError
 */
export async function recordDrill(scope: Scope, drill: Drill): Promise<void> {
  await write(scope, { permission: 'backups:make' }, async (tx) => {
    await insertDrill(tx, scope.organization.id, drill);
    return { result: undefined, audit: [] };
  });
}
