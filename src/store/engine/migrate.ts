import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot, programVersion } from '#src/package-root.ts';
import { formatNote, oldestVersionOf, requireUsable } from './compatibility.ts';
import { MigrationError, NewerDatabaseError } from './errors.ts';
import type { SqlSession } from './sql-session.ts';

export interface Migration {
  /** Name of its folder; migrations are applied in the order of their names. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hexadecimal, as Prisma computes it. */
  readonly checksum: string;
}

/** A migration of a database, from its history. */
export interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished: boolean;
  readonly logs: string | null;
}

/** What migrating has done and found. */
export interface MigrationResult {
  /** Names of the migrations that were applied now. */
  readonly applied: readonly string[];
  /** The version that has applied later migrations, with which this program can still use the database; null if there are none. */
  readonly newerVersion: string | null;
}

/** The definition of Prisma's CLI, so that both programs can migrate one database. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Reads `prisma/migrations`, oldest first. */
export function readMigrations(directory = join(packageRoot(), 'prisma', 'migrations')): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const file = readFileSync(join(directory, name, 'migration.sql'));
      return { name, sql: file.toString('utf8'), checksum: createHash('sha256').update(file).digest('hex') };
    });
}

/** A migration is applied by a version of this program, which is noted with it. */
type ApplyOne = (session: SqlSession, migration: Migration, version: string) => Promise<void>;

/**
 * Applies the pending migrations in order, each in its own transaction with its record in `_prisma_migrations`. The caller
 * holds the migration lock (see `withMigrationLock`). Why not Prisma's CLI: ops/decisions/0003-migrations-applied-by-the-program.md.
 * @param version of this program
 * @throws NewerDatabaseError when this version cannot use the database; MigrationError when the database's history is
 *   incompatible otherwise (nothing is applied) or a migration fails (it is rolled back; earlier ones stay applied)
 */
export async function migrate(
  session: SqlSession,
  migrations: readonly Migration[],
  version = programVersion(),
): Promise<MigrationResult> {
  return applyPending(session, migrations, { version, applyOne: apply });
}

/** As `migrate`, within the transaction that the caller has begun. Migrations later than those given are left pending. */
export async function migrateInTransaction(
  session: SqlSession,
  migrations: readonly Migration[],
  version = programVersion(),
): Promise<MigrationResult> {
  return applyPending(session, migrations, { version, applyOne: applyAndRecord });
}

async function applyPending(
  session: SqlSession,
  migrations: readonly Migration[],
  { version, applyOne }: { readonly version: string; readonly applyOne: ApplyOne },
): Promise<MigrationResult> {
  const history = await readHistory(session);
  checkHistory(migrations, history);
  const known = new Set(migrations.map(({ name }) => name));
  const newerVersion = requireUsable(
    history.filter((row) => !known.has(row.migration_name)),
    version,
  );
  const appliedBefore = new Set(history.map((row) => row.migration_name));
  const pending = migrations.filter((migration) => !appliedBefore.has(migration.name));
  const [first] = pending;
  if (first && newerVersion !== null) {
    throw new NewerDatabaseError(
      `The database was migrated by version ${newerVersion}, which does not have the migration ${first.name} of this version, ${version}. Install version ${newerVersion} or later. Nothing was changed.`,
    );
  }
  if (first) await session.run(HISTORY_TABLE);
  for (const migration of pending) await applyOne(session, migration, version);
  return { applied: pending.map((migration) => migration.name), newerVersion };
}

/** The migrations of a database, in the order of their names; none of one that never had any. */
export async function readHistory(session: SqlSession): Promise<AppliedMigration[]> {
  const [table] = await session.query<{ exists: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists`,
  );
  if (!table?.exists) return [];
  return session.query<AppliedMigration>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, logs FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
}

/** Checks the migrations that this program has; for others see `requireUsable`. */
function checkHistory(migrations: readonly Migration[], applied: readonly AppliedMigration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const migration = known.get(row.migration_name);
    if (migration === undefined) continue;
    if (!row.finished) {
      throw new MigrationError(
        `The migration ${row.migration_name} failed half-way when another program applied it. Repair the database, mark it with "prisma migrate resolve", and start again. Nothing was changed.`,
      );
    }
    if (row.checksum !== migration.checksum) {
      throw new MigrationError(
        `The migration ${row.migration_name} was changed after it was applied to this database. Restore the file of the installed version. Nothing was changed.`,
      );
    }
  }
}

async function apply(session: SqlSession, migration: Migration, version: string): Promise<void> {
  await session.run('BEGIN');
  try {
    await applyAndRecord(session, migration, version);
    await session.run('COMMIT');
  } catch (error) {
    // Report the first error, even if the connection is lost and the rollback fails.
    await session.run('ROLLBACK').catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`The migration ${migration.name} could not be applied: ${reason}. It was rolled back.`, {
      cause: error,
    });
  }
}

async function applyAndRecord(session: SqlSession, migration: Migration, version: string): Promise<void> {
  const id = randomUUID();
  const note = formatNote({ version, oldestVersion: oldestVersionOf(migration.sql) });
  await session.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, logs) VALUES ($1, $2, $3, clock_timestamp(), $4)`,
    [id, migration.checksum, migration.name, note],
  );
  await session.run(migration.sql);
  await session.query(
    `UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1`,
    [id],
  );
}

/** The advisory lock of Prisma's CLI, so that the CLI and this program never migrate at the same time. */
const MIGRATION_LOCK_KEY = 72_707_369;
const MIGRATION_LOCK_TIMEOUT_MS = 300_000;
const LOCK_TIMEOUT_SQLSTATE = '57014';

/**
 * Runs `work` under the migration lock of this PostgreSQL database. The lock belongs to the session, which must therefore be a
 * dedicated connection.
 * @throws MigrationError when another session still holds the lock after five minutes
 */
export async function withMigrationLock<T>(session: SqlSession, work: () => Promise<T>): Promise<T> {
  try {
    await session.run(
      `SET statement_timeout = ${MIGRATION_LOCK_TIMEOUT_MS}; SELECT pg_advisory_lock(${MIGRATION_LOCK_KEY})`,
    );
    // Only the wait for the lock is limited, not the migrations.
    await session.run('SET statement_timeout = 0');
  } catch (error) {
    if ((error as { code?: unknown }).code !== LOCK_TIMEOUT_SQLSTATE) throw error;
    throw new MigrationError('Another program has been migrating this database for more than five minutes.', {
      cause: error,
    });
  }
  try {
    return await work();
  } finally {
    // If the connection is lost, the lock is released anyway.
    await session.run(`SELECT pg_advisory_unlock(${MIGRATION_LOCK_KEY})`).catch(() => undefined);
  }
}
