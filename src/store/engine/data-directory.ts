import { mkdirSync } from 'node:fs';
import { DatabaseInUseError, DatabaseUnavailableError } from './errors.ts';
import { acquireFolderLock, type FolderLock, type FolderOwner } from './folder-lock.ts';

/**
 * Creates the folder of an embedded database if it does not exist, and takes its lock.
 * @throws DatabaseInUseError when another process has it
 * @throws DatabaseUnavailableError when the folder cannot be created or written
 */
export function lockDirectory(directory: string, owner: FolderOwner): FolderLock {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return acquireFolderLock(directory, owner);
  } catch (error) {
    if (error instanceof DatabaseInUseError) throw error;
    throw new DatabaseUnavailableError(
      `The data directory ${directory} cannot be created or written (${messageOf(error)}). Set QBR_DATA_DIR to a directory that can, or DATABASE_URL to use PostgreSQL.`,
      { cause: error },
    );
  }
}

/** `ENOSPC` as Emscripten numbers it. */
const NO_SPACE = 51;

/** The message of a caught value; the embedded database's file system throws a number that is no `Error`. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (typeof error !== 'object' || error === null || !('errno' in error)) return String(error);
  return error.errno === NO_SPACE
    ? 'the disk is full (ENOSPC)'
    : `a file cannot be written or read (error ${error.errno})`;
}
