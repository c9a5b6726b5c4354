import { existsSync, renameSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { packageRoot } from '#src/package-root.ts';
import { lockDirectory, messageOf } from './data-directory.ts';
import { DurableFiles } from './durable-files.ts';
import { DatabaseUnavailableError } from './errors.ts';
import { flush, flushTree } from './flush.ts';
import type { FolderLock, FolderOwner } from './folder-lock.ts';

export interface EmbeddedDatabase {
  readonly pglite: PGlite;
  readonly lock: FolderLock;
}

/**
 * Opens the PGlite database in `<directory>/pglite`, creating it at the first start, and takes the folder's lock.
 * @param heldLock the folder's lock, if the caller has taken it; released if the database cannot be opened
 * @throws DatabaseInUseError when another process has it open
 * @throws DatabaseUnavailableError when the directory cannot be created, written or read, or its database cannot be opened
 */
export async function openEmbedded(
  directory: string,
  owner: FolderOwner,
  heldLock?: FolderLock,
): Promise<EmbeddedDatabase> {
  const lock = heldLock ?? lockDirectory(directory, owner);
  try {
    const dataDirectory = join(directory, 'pglite');
    finishReplacement(directory);
    if (!existsSync(dataDirectory)) await initialise(directory, dataDirectory);
    return { pglite: await openPglite(dataDirectory), lock };
  } catch (error) {
    lock.release();
    if (error instanceof DatabaseUnavailableError) throw error;
    throw new DatabaseUnavailableError(`The embedded database in ${directory} cannot be opened: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/**
 * Creates the database in a temporary folder and renames it when it is complete. A first start that is killed thus leaves no
 * `pglite` folder, only an unfinished one that the next start deletes.
 */
async function initialise(directory: string, dataDirectory: string): Promise<void> {
  await makeApart(directory, async () => undefined, dataDirectory);
}

/** Whether a folder has an embedded database. */
export function hasEmbedded(directory: string): boolean {
  return existsSync(join(directory, 'pglite'));
}

/**
 * Opens the database of a folder without migrating it. The caller has the folder's lock.
 * @throws DatabaseUnavailableError when it cannot be opened
 */
export async function withEmbedded<T>(directory: string, work: (pglite: PGlite) => Promise<T>): Promise<T> {
  const pglite = await openPglite(join(directory, 'pglite')).catch((error: unknown) => {
    throw new DatabaseUnavailableError(`The embedded database in ${directory} cannot be opened: ${messageOf(error)}`, {
      cause: error,
    });
  });
  return work(pglite).finally(() => pglite.close());
}

/**
 * Makes a database apart, and puts it in the place of the folder's own one, if it has one, when it is complete: a kill leaves one
 * or the other. The caller has the folder's lock.
 * @param fill fills the new database
 * @param aside the new name of the earlier database's folder; null removes it
 */
export async function replaceEmbedded(
  directory: string,
  fill: (pglite: PGlite) => Promise<void>,
  aside: string | null,
): Promise<void> {
  const place = join(directory, 'pglite');
  // One of a replacement that was killed before the earlier database was moved.
  rmSync(join(directory, COMPLETE), { recursive: true, force: true });
  await makeApart(directory, fill, join(directory, COMPLETE));
  const old = join(directory, aside ?? 'pglite.replaced');
  if (aside === null) rmSync(old, { recursive: true, force: true });
  if (existsSync(place)) renameSync(place, old);
  flush(directory);
  finishReplacement(directory);
  if (aside === null) rmSync(old, { recursive: true, force: true });
}

/** A complete database that is to take its place. */
const COMPLETE = 'pglite.complete';

/** Puts a complete database in its place, also that of a process that was killed between moving the earlier one and this. */
function finishReplacement(directory: string): void {
  const complete = join(directory, COMPLETE);
  const place = join(directory, 'pglite');
  if (!existsSync(complete)) return;
  // The earlier database has not been moved: the replacement has not happened.
  if (existsSync(place)) rmSync(complete, { recursive: true, force: true });
  else renameSync(complete, place);
  flush(directory);
}

async function makeApart(directory: string, fill: (pglite: PGlite) => Promise<void>, place: string): Promise<void> {
  const unfinished = join(directory, 'pglite.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  const pglite = await makePglite(unfinished).catch((error: unknown) => {
    rmSync(unfinished, { recursive: true, force: true });
    throw cannotBeMade(directory, error);
  });
  try {
    await fill(pglite);
  } catch (error) {
    await pglite.close().catch(() => undefined);
    rmSync(unfinished, { recursive: true, force: true });
    // What the file system throws is no `Error`.
    throw error instanceof Error ? error : cannotBeMade(directory, error);
  }
  await pglite.close();
  flushTree(unfinished);
  renameSync(unfinished, place);
  flush(directory);
}

function cannotBeMade(directory: string, cause: unknown): DatabaseUnavailableError {
  const message = `The embedded database in ${directory} cannot be made: ${messageOf(cause)}. Nothing was changed.`;
  return new DatabaseUnavailableError(message, { cause });
}

/**
 * PGlite's default parameter `-F` would turn fsync off; `fsync` is the only sync method that its build implements. PostgreSQL
 * writes to all its buffers at start, so that their size (128 MB by default) is memory of the process; the files are also in
 * the operating system's cache.
 */
const START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
  ...['-c', 'shared_buffers=16MB'],
];

/** Without `relaxedDurability`, which would return before a statement's changes are written to the files. */
function openPglite(dataDirectory: string, archive?: Blob): Promise<PGlite> {
  return PGlite.create({
    fs: new DurableFiles(dataDirectory),
    startParams: START_PARAMETERS,
    ...(archive && { loadDataDir: archive }),
  });
}

/** An empty database, from the archive of the build (`ops/build/new-database.mjs`): initdb takes five times as long. */
async function makePglite(dataDirectory: string): Promise<PGlite> {
  const file = join(packageRoot(), 'dist/program/new-database.tar.gz');
  // The source may run before anything is built.
  if (!existsSync(file)) return openPglite(dataDirectory);
  return openPglite(dataDirectory, new Blob([await readFile(file)], { type: 'application/x-gzip' }));
}
