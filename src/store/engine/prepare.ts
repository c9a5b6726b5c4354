import { ensureBaseRows, type VendorIds } from './base-rows.ts';
import type { PostgresqlConnection, StoreLogger } from './connection.ts';
import { migrate, readMigrations, withMigrationLock } from './migrate.ts';
import { connectClient } from './postgresql.ts';
import { pgSession, type SqlSession } from './sql-session.ts';

export interface PrepareOptions {
  /** Name of organization 1 in a new database. */
  readonly organizationName: string;
  readonly logger?: StoreLogger;
}

/** What is known of a database that is up to date. */
export interface Prepared {
  readonly vendorIds: VendorIds;
  readonly appliedMigrations: readonly string[];
  readonly newerVersion: string | null;
}

/**
 * Applies pending migrations and ensures the base rows.
 * @throws MigrationError (NewerDatabaseError)
 */
export async function prepare(session: SqlSession, options: PrepareOptions): Promise<Prepared> {
  const { applied, newerVersion } = await migrate(session, readMigrations());
  if (applied.length > 0) options.logger?.info({ migrations: applied }, 'Migrated the database');
  if (newerVersion !== null) {
    options.logger?.warn({ newerVersion }, 'A newer version has migrated the database; this version can still use it');
  }
  const vendorIds = await ensureBaseRows(session, options.organizationName);
  return { vendorIds, appliedMigrations: applied, newerVersion };
}

/** The same on PostgreSQL, on a connection of its own; other processes that prepare the database wait. Throws as `prepare`. */
export async function prepareOnPostgresql(
  options: PrepareOptions,
  connection: PostgresqlConnection,
): Promise<Prepared> {
  const client = await connectClient(connection);
  try {
    const session = pgSession(client);
    return await withMigrationLock(session, () => prepare(session, options));
  } finally {
    await client.end().catch(() => undefined);
  }
}
