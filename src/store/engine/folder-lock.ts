import { closeSync, constants, fchmodSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock, unlock } from 'fs-native-extensions';
import { type CommandEndpoint, DatabaseInUseError, type DatabaseOwner } from './errors.ts';

/**
 * The locked byte is far beyond the file's content: Windows does not allow reading bytes that another process has locked, and
 * a second process must be able to read the owner.
 */
const LOCKED_BYTE = { offset: 1_000_000_000, length: 1 } as const;
/** The owner is written as one block of this size, so that a reader never sees part of it. */
const RECORD_BYTES = 1024;

/** The process that takes the lock of a folder. */
export interface FolderOwner {
  /** The command as a person typed it, such as `qbr serve`. */
  readonly command: string;
  /** Whether it is going to accept commands of other processes, so that these wait until it does. */
  readonly takesCommands?: boolean;
}

/** Exclusive use of a folder, until `release` or the end of the process, even by a kill: the kernel holds the lock. */
export interface FolderLock {
  /** Publishes the current activity for the error message of a second process; null for none. */
  setActivity(activity: string | null): void;
  /**
   * Publishes where the holder accepts commands, readable by the file's owner only; null while it is stopping, undefined if it
   * accepts none.
   * @throws Error if the file cannot be made private
   */
  setCommands(commands: CommandEndpoint | null | undefined): void;
  /** May be called more than once. */
  release(): void;
}

/**
 * Takes the lock of an existing folder (its file `qbr.lock`). The file is never deleted: otherwise two processes could lock two
 * different files of that name.
 * @throws DatabaseInUseError when another process, or this one, holds it
 */
export function acquireFolderLock(directory: string, { command, takesCommands }: FolderOwner): FolderLock {
  const path = join(directory, 'qbr.lock');
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  if (!lockOrClose(fd)) throw new DatabaseInUseError(directory, readOwner(path));

  let owner: DatabaseOwner = { pid: process.pid, command, since: new Date().toISOString() };
  let held = true;
  const note = (fields: Partial<DatabaseOwner>): void => {
    owner = { ...owner, ...fields };
    if (held) writeOwner(fd, owner);
  };
  note(takesCommands ? { commands: null } : {});
  return {
    setActivity: (activity) => note({ activity: activity ?? undefined }),
    setCommands(commands) {
      // A folder that was copied or restored may have any mode.
      if (commands) fchmodSync(fd, 0o600);
      note({ commands });
    },
    release() {
      if (!held) return;
      held = false;
      ftruncateSync(fd, 0);
      unlock(fd, LOCKED_BYTE.offset, LOCKED_BYTE.length);
      closeSync(fd);
    },
  };
}

function lockOrClose(fd: number): boolean {
  let locked = false;
  try {
    locked = tryLock(fd, LOCKED_BYTE.offset, LOCKED_BYTE.length);
    return locked;
  } finally {
    if (!locked) closeSync(fd);
  }
}

function writeOwner(fd: number, owner: DatabaseOwner): void {
  const record = Buffer.alloc(RECORD_BYTES, ' ');
  const fields = { ...owner, command: owner.command.slice(0, 200), activity: owner.activity?.slice(0, 100) };
  record.write(JSON.stringify(fields));
  writeSync(fd, record, 0, RECORD_BYTES, 0);
}

function readOwner(path: string): DatabaseOwner | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Partial<DatabaseOwner>;
    if (typeof owner.pid !== 'number' || typeof owner.command !== 'string' || typeof owner.since !== 'string') return;
    const { pid, command, since, activity, commands } = owner;
    return { pid, command, since, activity, commands };
  } catch {
    // Empty or foreign content: the lock itself is what counts.
    return undefined;
  }
}
