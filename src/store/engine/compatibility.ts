import { NewerDatabaseError } from './errors.ts';

// Which programs can use a database with migrations that they do not know: ops/decisions/0021-versions-beside-each-other.md.

/** What this program notes of a migration, for those that do not have its file. */
export interface MigrationNote {
  /** The version that applied it. */
  readonly version: string;
  /** The oldest version that can use the database afterwards; null where every version can that could before. */
  readonly oldestVersion: string | null;
}

/** A migration as a database has it that may be newer than the program. */
interface NotedMigration {
  readonly migration_name: string;
  readonly finished: boolean;
  /** Of `_prisma_migrations`: the note that `formatNote` writes, or what Prisma's CLI has written. */
  readonly logs: string | null;
}

const PROGRAM = 'qbr-server';
/** The line of a migration's file that says which versions can no longer use the database. */
const OLDEST_VERSION = /^-- oldest-version: (\d+\.\d+\.\d+)$/m;

/** The oldest version that can use a database with this migration, as its SQL says; null for a migration that only adds. */
export function oldestVersionOf(sql: string): string | null {
  return OLDEST_VERSION.exec(sql)?.[1] ?? null;
}

/** The note of a migration as it is stored. */
export function formatNote(note: MigrationNote): string {
  return JSON.stringify({ program: PROGRAM, ...note });
}

function parseNote(logs: string | null): MigrationNote | null {
  try {
    const { program, version, oldestVersion } = JSON.parse(logs ?? '') as MigrationNote & { readonly program: unknown };
    return program === PROGRAM ? { version, oldestVersion } : null;
  } catch {
    return null;
  }
}

/**
 * Checks migrations that a program does not know.
 * @param version of this program
 * @returns the newest version that applied one of them; null without any
 * @throws NewerDatabaseError unless each was applied by this program, and this version can still use the database
 */
export function requireUsable(unknown: readonly NotedMigration[], version: string): string | null {
  let newest: string | null = null;
  for (const { migration_name: name, finished, logs } of unknown) {
    const note = finished ? parseNote(logs) : null;
    if (note === null) {
      throw new NewerDatabaseError(
        `The database has a migration that this program does not know, ${name}: it was made by a newer version than ${version}, or belongs to another program. Install the version that made it, or use another database. Nothing was changed.`,
      );
    }
    const { oldestVersion } = note;
    if (oldestVersion !== null && compareVersions(oldestVersion, version) > 0) {
      throw new NewerDatabaseError(
        `The database is newer than this program: version ${note.version} applied the migration ${name}, after which only version ${oldestVersion} and later can use it, and this is ${version}. Install version ${note.version} or later, or restore a backup of version ${version} into another database. Nothing was changed.`,
      );
    }
    if (newest === null || compareVersions(note.version, newest) > 0) newest = note.version;
  }
  return newest;
}

/** Compares `1.2.3` and `1.10.0` as numbers; what follows them (`-rc.1`) does not count. */
export function compareVersions(one: string, other: string): number {
  const [ones, others] = [numbersOf(one), numbersOf(other)];
  const index = ones.findIndex((number, at) => number !== others[at]);
  return index < 0 ? 0 : (ones[index] ?? 0) - (others[index] ?? 0);
}

function numbersOf(version: string): number[] {
  return /^\d+\.\d+\.\d+/.exec(version)?.[0].split('.').map(Number) ?? [0, 0, 0];
}
