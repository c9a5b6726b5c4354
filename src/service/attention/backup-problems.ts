import { isPermitted } from '#src/auth/permissions.ts';
import type { AttentionText } from '#src/service/attention/severity.ts';
import { type BackupHealth, type BackupProblem, backupHealth, DRILL_DUE_DAYS } from '#src/service/backup/health.ts';
import type { Scope } from '#src/service/scope.ts';

/** Nobody knows whether the data could be restored. */
export interface BackupAttention extends AttentionText {
  readonly kind: 'backupProblem';
  readonly problem: BackupProblem;
  readonly lastDrillAt: Date | null;
}

const WHAT_FAILED = {
  backup: 'no backup was made',
  restore: 'the backup could not be restored',
  checks: 'the restored database is not in order',
} as const;

/** For those who can make backups. */
export async function backupProblems(scope: Scope): Promise<BackupAttention[]> {
  if (!isPermitted(scope.viewer, 'backups:make')) return [];
  const health = await backupHealth(scope);
  const { problem, lastDrill } = health;
  if (!problem) return [];
  return [{ kind: 'backupProblem', problem, lastDrillAt: lastDrill?.endedAt ?? null, ...textOf(problem, health) }];
}

function textOf(problem: BackupProblem, { lastBackupAt, lastDrill, lastPassedAt }: BackupHealth): AttentionText {
  switch (problem) {
    case 'failed': {
      const { step, problem: reason } = lastDrill?.failure ?? { step: 'backup', problem: '' };
      const when = lastDrill?.startedAt.toISOString();
      return {
        severity: 'critical',
        message: `The backup drill of ${when} failed, ${WHAT_FAILED[step]}: ${reason}`,
        action:
          'Remove the cause, then run `qbr backup drill` again. Keep the backups of earlier drills until it passes.',
      };
    }
    case 'overdue':
      return {
        severity: 'warning',
        message: `No backup has been restored on trial since ${lastPassedAt?.toISOString()}, more than ${DRILL_DUE_DAYS} days.`,
        action: 'Check the timer that runs `qbr backup drill`, or run it now.',
      };
    case 'never':
      return {
        severity: 'notice',
        message: lastBackupAt
          ? `The last backup was made at ${lastBackupAt.toISOString()}; none has ever been restored on trial.`
          : 'No backup has been made by this program, and none has been restored on trial.',
        action:
          'Run `qbr backup drill FOLDER` every night by a timer: it makes a backup and proves that it can be restored.',
      };
  }
}
