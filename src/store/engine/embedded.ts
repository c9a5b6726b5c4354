import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { lockDirectory, messageOf } from './data-directory.ts';
import { DurableFiles, flush, flushTree } from './durable-files.ts';
import { DatabaseUnavailableError } from './errors.ts';
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
    if (!existsSync(dataDirectory)) await initialise(directory, dataDirectory);
    return { pglite: await openPglite(dataDirectory), lock };
  } catch (error) {
    lock.release();
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
  const unfinished = join(directory, 'pglite.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  const pglite = await openPglite(unfinished);
  await pglite.close();
  flushTree(unfinished);
  renameSync(unfinished, dataDirectory);
  flush(directory);
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
function openPglite(dataDirectory: string): Promise<PGlite> {
  return PGlite.create({ fs: new DurableFiles(dataDirectory), startParams: START_PARAMETERS });
}
