import { ensureBaseRows, type VendorIds } from './base-rows.ts';
import { DISTRIBUTED, prepareRowSecurity } from './bound-role.ts';
import type { PostgresqlConnection, StoreLogger } from './connection.ts';
import { migrate, readMigrations, withMigrationLock } from './migrate.ts';
import { requireOwnSession } from './pooler.ts';
import { connectClient } from './postgresql.ts';
import type { RowSecurity } from './row-security.ts';
import { pgSession, type SqlSession } from './sql-session.ts';
import { type Distribution, readDistribution } from './written-changes.ts';

export interface PrepareOptions {
  /** Name of organization 1 in a new database. */
  readonly organizationName: string;
  readonly logger?: StoreLogger;
}

/** What is known of a database that is up to date. */
export interface Prepared extends Distribution {
  readonly vendorIds: VendorIds;
  /** Names of the migrations that were applied when opening. */
  readonly appliedMigrations: readonly string[];
  /** The newer version that has migrated the database further than this program knows; null if there is none. */
  readonly newerVersion: string | null;
  /** How the policies bind the sessions of this program. */
  readonly rowSecurity: RowSecurity;
}

/**
 * Applies pending migrations, ensures the base rows, and sees to it that the policies bind the sessions of this program.
 * @throws MigrationError (NewerDatabaseError)
 */
export async function prepare(session: SqlSession, options: PrepareOptions): Promise<Prepared> {
  const { applied, newerVersion } = await migrate(session, readMigrations());
  if (applied.length > 0) options.logger?.info({ migrations: applied }, 'Migrated the database');
  if (newerVersion !== null) {
    options.logger?.warn({ newerVersion }, 'A newer version has migrated the database; this version can still use it');
  }
  const vendorIds = await ensureBaseRows(session, options.organizationName);
  const distribution = await readDistribution(session);
  const rowSecurity = distribution.distributed.size > 0 ? DISTRIBUTED : await prepareRowSecurity(session);
  if (rowSecurity.problem !== null) options.logger?.warn({}, rowSecurity.problem);
  return { vendorIds, appliedMigrations: applied, newerVersion, rowSecurity, ...distribution };
}

/**
 * The same on PostgreSQL, on a connection of its own; other processes that prepare the database wait. Throws as `prepare`.
 * @throws DatabaseUnavailableError also for a pooler that does not give each connection a session of its own
 */
export async function prepareOnPostgresql(
  options: PrepareOptions,
  connection: PostgresqlConnection,
): Promise<Prepared> {
  const client = await connectClient(connection);
  try {
    await requireOwnSession(client, () => connectClient(connection));
    const session = pgSession(client);
    return await withMigrationLock(session, () => prepare(session, options));
  } finally {
    await client.end().catch(() => undefined);
  }
}
