import { readCached, type Scope, write } from '#src/service/scope.ts';
import { dump, type OnTable, readDumpHeader } from '#src/store/backup/dump.ts';
import type { DumpHeader, DumpManifest, DumpPart } from '#src/store/backup/dump-format.ts';
import { readDump, rowCount } from '#src/store/backup/dump-format.ts';
import { NewerDatabaseError } from '#src/store/engine/errors.ts';
import { compress, type SaveOptions, savedThrough } from './backup-file.ts';

/** A copy of all data of one moment. */
export interface Copy {
  readonly header: DumpHeader;
  readonly manifest: DumpManifest;
}

/** How a backup is made. */
export interface BackupOptions extends SaveOptions {
  /** Of this program. */
  readonly version: string;
  readonly onTable?: OnTable;
  readonly signal?: AbortSignal;
}

/**
 * Copies all data of one moment, while others write. The audit entry of the backup follows it, and so is not in it.
 * @throws UnauthenticatedError, ForbiddenError; what `save` throws
 */
export async function makeBackup(scope: Scope, options: BackupOptions): Promise<Copy> {
  const copy = await savedThrough(options, (save) => copyTo(scope, { ...options, save }));
  const { digest, tables } = copy.manifest;
  const detail = { digest, rows: rowCount(tables), auditAnchors: copy.header.auditAnchors };
  await write(scope, { permission: 'backups:make' }, async () => ({
    result: undefined,
    audit: [{ action: 'backup.made', detail }],
  }));
  return copy;
}

/** Saves the bytes while they are read. */
async function copyTo(scope: Scope, { save, signal, ...options }: BackupOptions): Promise<Copy> {
  return withCopy(scope, options, async (text, copy) => {
    await compress(text, save, signal);
    return copy();
  });
}

/**
 * Runs work with a copy of all data of one moment, for another database of this program.
 * @throws NewerDatabaseError for data that this program cannot store elsewhere; UnauthenticatedError, ForbiddenError; what `work`
 *   throws
 */
export async function copyParts<T>(
  scope: Scope,
  options: Pick<BackupOptions, 'version'>,
  work: (parts: AsyncIterable<DumpPart>) => Promise<T>,
): Promise<T> {
  const { newerVersion } = scope.database;
  if (newerVersion !== null) {
    throw new NewerDatabaseError(
      `The database was migrated by version ${newerVersion}; this is ${options.version}, which cannot make another one like it. Move it with version ${newerVersion} or later. Nothing was changed.`,
    );
  }
  return withCopy(scope, options, (text) => work(readDump(linesOf(text))));
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of text) yield* piece.trimEnd().split('\n');
}

function withCopy<T>(
  scope: Scope,
  { version, onTable }: Pick<BackupOptions, 'version' | 'onTable'>,
  work: (text: AsyncIterable<string>, copy: () => Copy) => Promise<T>,
): Promise<T> {
  return readCached(scope, 'backups:make', ({ readMoment }) =>
    readMoment(async (session) => {
      const header = await readDumpHeader(session, { programVersion: version, madeAt: scope.at.toISOString() });
      let manifest: DumpManifest | undefined;
      async function* text(): AsyncGenerator<string> {
        manifest = yield* dump(session, header, onTable);
      }
      return work(text(), () => {
        if (!manifest) throw new Error('The copy is not complete');
        return { header, manifest };
      });
    }),
  );
}
