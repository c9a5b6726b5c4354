import { BASE_ROWS } from '#src/store/engine/base-rows.ts';
import type { DatabaseConnection, PostgresqlConnection } from '#src/store/engine/connection.ts';
import { lockDirectory } from '#src/store/engine/data-directory.ts';
import { BackupError } from '#src/store/engine/errors.ts';
import type { FolderLock, FolderOwner } from '#src/store/engine/folder-lock.ts';
import { withMigrationLock } from '#src/store/engine/migrate.ts';
import { requireOwnSession } from '#src/store/engine/pooler.ts';
import { APPLICATION_NAME, connectClient } from '#src/store/engine/postgresql.ts';
import { pgliteSession, pgSession, type SqlSession } from '#src/store/engine/sql-session.ts';
import { IS_OURS, quoted } from './tables.ts';

/** How a database is filled that must be empty. */
export interface FillOptions {
  readonly owner: FolderOwner;
  /** Moves what is there aside, under a name with this instant; null refuses a filled database. */
  readonly replacedAt: Date | null;
}

/** What was done with a target. */
export interface FilledTarget<T> {
  readonly result: T;
  /** Where the earlier database is now: a folder's or a schema's name; null if there was none. */
  readonly aside: string | null;
  /** The lock of an embedded target's folder, which the caller releases. */
  readonly folderLock: FolderLock | undefined;
}

/**
 * Runs `work` in one transaction on an empty database: without tables of this program, or after it moved them away. Afterwards the
 * database is filled in whole or, if anything fails or the process is killed, as it was.
 * @throws BackupError for a filled database without `replacedAt`, or one that is in use; DatabaseInUseError,
 *   DatabaseUnavailableError; MigrationError if another program migrates it
 */
export function fillEmpty<T>(
  connection: DatabaseConnection,
  options: FillOptions,
  work: (session: SqlSession) => Promise<T>,
): Promise<FilledTarget<T>> {
  return connection.kind === 'embedded'
    ? fillEmbedded(connection.directory, options, work)
    : fillPostgresql(connection, options, work);
}

async function fillEmbedded<T>(
  directory: string,
  { owner, replacedAt }: FillOptions,
  work: (session: SqlSession) => Promise<T>,
): Promise<FilledTarget<T>> {
  const { hasEmbedded, replaceEmbedded, withEmbedded } = await import('#src/store/engine/embedded.ts');
  const folderLock = lockDirectory(directory, owner);
  try {
    let aside: string | null = null;
    if (hasEmbedded(directory)) {
      // One that cannot be opened is moved as well.
      if (replacedAt) aside = `pglite.before-${stamp(replacedAt)}`;
      else if (await withEmbedded(directory, (pglite) => isFilled(pgliteSession(pglite)))) throw filled(directory);
    }
    let result: { readonly of: T } | undefined;
    const fill = async (session: SqlSession): Promise<void> => {
      result = { of: await inTransaction(session, () => work(session)) };
    };
    await replaceEmbedded(directory, (pglite) => fill(pgliteSession(pglite)), aside);
    if (!result) throw new Error('The database was not filled');
    return { result: result.of, aside, folderLock };
  } catch (error) {
    folderLock.release();
    throw error;
  }
}

async function fillPostgresql<T>(
  connection: PostgresqlConnection,
  { replacedAt }: FillOptions,
  work: (session: SqlSession) => Promise<T>,
): Promise<FilledTarget<T>> {
  const client = await connectClient(connection);
  try {
    await requireOwnSession(client, () => connectClient(connection));
    const session = pgSession(client);
    // A server that starts now waits for the lock.
    return await withMigrationLock(session, async () => {
      await requireUnused(session);
      const isRefused = replacedAt === null && (await isFilled(session));
      if (isRefused) throw filled('the PostgreSQL database');
      return inTransaction(session, async () => {
        // A migrated database without data is moved as well, to be dropped.
        const aside = `qbr_before_${stamp(replacedAt ?? new Date()).replaceAll('-', '_')}`;
        const isMoved = await moveAside(session, aside);
        if (isMoved && replacedAt === null) await session.run(`DROP SCHEMA ${quoted(aside)} CASCADE`);
        const result = await work(session);
        await session.run(`SELECT pg_notify('qbr_changed', '*')`);
        return { result, aside: isMoved && replacedAt ? aside : null, folderLock: undefined };
      });
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @throws BackupError if another process of this program is connected to the PostgreSQL database */
export async function requireUnusedPostgresql(connection: PostgresqlConnection): Promise<void> {
  const client = await connectClient(connection);
  try {
    await requireUnused(pgSession(client));
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function requireUnused(session: SqlSession): Promise<void> {
  const rows = await session.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()`,
    [APPLICATION_NAME],
  );
  if (rows.length === 0) return;
  throw new BackupError(
    'The PostgreSQL database is in use by a server or command of this program. Stop it first. Nothing was changed.',
  );
}

/** Whether there is anything but what every new database has: an organization and the vendors. */
async function isFilled(session: SqlSession): Promise<boolean> {
  const tables = await session.query<{ name: string }>(`SELECT c.relname AS name FROM pg_class c WHERE ${IS_OURS}`);
  for (const { name } of tables) {
    const known = BASE_ROWS[name] ?? 0;
    const [row] = await session.query<{ filled: boolean }>(
      `SELECT EXISTS (SELECT FROM ${quoted(name)} OFFSET ${known}) AS filled`,
    );
    if (row?.filled) return true;
  }
  return false;
}

/**
 * Moves the tables and functions of this program to a schema of their own. @returns false if there were none
 * @throws BackupError if another program has tables beside them, which may refer to them
 */
async function moveAside(session: SqlSession, schema: string): Promise<boolean> {
  const tables = await session.query<{ name: string; ours: boolean }>(
    `SELECT c.relname AS name, (${IS_OURS}) OR c.relname = '_prisma_migrations' AS ours FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1`,
  );
  const ours = tables.filter((table) => table.ours);
  if (ours.length === 0) return false;
  const others = tables.filter((table) => !table.ours).map(({ name }) => name);
  if (others.length > 0) {
    throw new BackupError(
      `The database also has tables of another program (${others.slice(0, 3).join(', ')}). Restore into a database that has none. Nothing was changed.`,
    );
  }
  const routines = await session.query<{ signature: string }>(
    `SELECT p.oid::regprocedure::text AS signature FROM pg_proc p
     WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'qbr\\_%'`,
  );
  await session.run(
    [
      `CREATE SCHEMA ${quoted(schema)}`,
      // Their signatures name tables, which are found until they are moved.
      ...routines.map(({ signature }) => `ALTER ROUTINE ${signature} SET SCHEMA ${quoted(schema)}`),
      ...ours.map(({ name }) => `ALTER TABLE ${quoted(name)} SET SCHEMA ${quoted(schema)}`),
    ].join(';\n'),
  );
  return true;
}

async function inTransaction<T>(session: SqlSession, work: () => Promise<T>): Promise<T> {
  await session.run('BEGIN');
  try {
    const result = await work();
    await session.run('COMMIT');
    return result;
  } catch (error) {
    await session.run('ROLLBACK').catch(() => undefined);
    // What a server says has a severity: no permission, no space.
    if (!(error instanceof Error && 'severity' in error)) throw error;
    throw new BackupError(`The database refused the copy: ${error.message}. Nothing was changed.`, { cause: error });
  }
}

function filled(place: string): BackupError {
  return new BackupError(
    `There is data in ${place} already. Restore into an empty one, or use qbr restore --replace, which moves it aside. Nothing was changed.`,
  );
}

/** `20261128-221503`, UTC. */
function stamp(at: Date): string {
  return at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
