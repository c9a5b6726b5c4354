import { auditOrigin } from '#src/auth/audit-origin.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import type { AuditAction } from '#src/core/audit-action.ts';
import { type AuditVerification, verifyAudit } from '#src/service/audit/verify.ts';
import type { Scope } from '#src/service/scope.ts';
import { previewRecalculation } from '#src/service/values/recalculate.ts';
import type { OnTable } from '#src/store/backup/dump.ts';
import type { DumpHeader, DumpManifest, DumpPart } from '#src/store/backup/dump-format.ts';
import { fill, requireKnownMigrations } from '#src/store/backup/fill.ts';
import { type FilledTarget, fillEmpty } from '#src/store/backup/target.ts';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import type { FolderOwner } from '#src/store/engine/folder-lock.ts';
import { readMigrations } from '#src/store/engine/migrate.ts';
import { organizationIds } from '#src/store/organizations.ts';
import type { Copy } from './backup.ts';
import { readBackupFile } from './backup-file.ts';

/** A database that is filled from a copy, by whom, and when. */
export interface RestoreTarget {
  readonly connection: DatabaseConnection;
  readonly owner: FolderOwner;
  readonly viewer: Viewer;
  readonly at: Date;
  /** Moves a filled database aside. */
  readonly isReplaced: boolean;
  /** Of this program. */
  readonly version: string;
  readonly onTable?: OnTable;
}

/** A filled database that is not open yet. */
export type Restored = FilledTarget<Copy>;

/**
 * Fills an empty database from a backup. The file is read to its end and proven before anything is written, and its rows are read
 * again and compared in the transaction that writes them.
 * @throws BackupError, DatabaseInUseError, DatabaseUnavailableError, MigrationError; then nothing has changed
 */
export async function restoreBackup(path: string, target: RestoreTarget): Promise<Restored> {
  await checkBackup(path, target.version);
  return fillFrom(readBackupFile(path), target, 'backup.restored');
}

/**
 * Reads a backup to its end.
 * @throws BackupError unless it is whole and unchanged, and this program can restore it
 */
export async function checkBackup(path: string, version: string): Promise<Copy> {
  const migrations = readMigrations();
  let header: DumpHeader | undefined;
  let manifest: DumpManifest | undefined;
  for await (const part of readBackupFile(path)) {
    if (part.kind === 'header') {
      header = part.header;
      requireKnownMigrations(header, migrations, version);
    } else if (part.kind === 'manifest') manifest = part.manifest;
  }
  if (!header || !manifest) throw new Error('A backup without its ends was not refused');
  return { header, manifest };
}

/** Fills an empty database from a copy; throws as `restoreBackup`. */
export function fillFrom(
  parts: AsyncIterable<DumpPart>,
  { connection, owner, viewer, at, isReplaced, version, onTable }: RestoreTarget,
  action: AuditAction,
): Promise<Restored> {
  const { actorId, credential } = auditOrigin(viewer);
  const record = {
    ...{ at, actor: viewer.name, actorId, credential, action },
    detail: ({ header, manifest }: Copy) => ({
      programVersion: header.programVersion,
      madeAt: header.madeAt,
      digest: manifest.digest,
      auditAnchors: header.auditAnchors,
    }),
  };
  return fillEmpty(connection, { owner, replacedAt: isReplaced ? at : null }, (session) =>
    fill(session, parts, { version, migrations: readMigrations(), record, onTable }),
  );
}

/** What a restored database says of itself. */
export interface RestoreChecks {
  readonly audit: readonly AuditVerification[];
  /** Number of values that a recalculation would change. */
  readonly recalculated: number;
}

/**
 * Verifies the audit trail and the calculated values of an open database, of all its organizations.
 * @throws UnauthenticatedError, ForbiddenError
 */
export async function checkRestored(scope: Scope): Promise<RestoreChecks> {
  const audit = await verifyAudit(scope.database);
  let recalculated = 0;
  for (const id of await organizationIds(scope.database.prisma)) {
    const { changes, derivedChanges } = await previewRecalculation({
      ...scope,
      organization: { ...scope.organization, id },
    });
    recalculated += changes.length + derivedChanges;
  }
  return { audit, recalculated };
}
