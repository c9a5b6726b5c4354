import { postgresqlChangeFeed } from './change-feed.ts';
import type { PostgresqlConnection } from './connection.ts';
import type { DatabaseOptions } from './database-options.ts';
import type { DatabaseParts } from './database-parts.ts';
import { withMigrationLock } from './migrate.ts';
import { requireOwnSession } from './pooler.ts';
import { connectClient, createPool } from './postgresql.ts';
import { type Prepared, type PrepareOptions, prepare } from './prepare.ts';
import { bindPool } from './row-security.ts';
import { postgresqlRunLocks } from './session-lock.ts';
import { pgSession, type SqlSession } from './sql-session.ts';
import { poolQuery } from './text-query.ts';
import { postgresqlVendorLeases } from './vendor-leases.ts';

const DEFAULT_POOL_SIZE = 10;

/**
 * Opens and prepares a database of a PostgreSQL server.
 * @throws DatabaseUnavailableError, MigrationError (NewerDatabaseError)
 */
export async function openPostgresqlParts(
  options: DatabaseOptions,
  connection: PostgresqlConnection,
): Promise<DatabaseParts> {
  const prepared = await prepareOnPostgresql(options, connection);
  const { rowSecurity } = prepared;
  const size = options.poolSize ?? DEFAULT_POOL_SIZE;
  const pool = bindPool(createPool(connection, size, { role: rowSecurity.role }), rowSecurity);
  // The pool replaces it at the next query; without a listener its error would end the process.
  pool.on('error', (error) => options.logger?.warn({ err: error }, 'An idle database connection ended'));
  return {
    prepared,
    async prismaAdapter() {
      const { PrismaPg } = await import('@prisma/adapter-pg');
      return new PrismaPg(pool);
    },
    query: poolQuery(pool, { isDistributed: prepared.distributed.size > 0 }),
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    runLocks: postgresqlRunLocks(connection),
    vendorLeases: postgresqlVendorLeases(connection, options.logger),
    changes: postgresqlChangeFeed(() => connectClient(connection), options.logger),
    noteActivity: () => undefined,
    noteCommands: () => undefined,
    closeConnections: () => pool.end(),
    readMoment: (work) => readMomentOf(connection, work),
    ask: () => pool.query('SELECT 1'),
  };
}

/**
 * Prepares on a connection of its own; other processes that prepare the database wait. Throws as `prepare`.
 * @throws DatabaseUnavailableError also for a pooler that does not give each connection a session of its own
 */
async function prepareOnPostgresql(options: PrepareOptions, connection: PostgresqlConnection): Promise<Prepared> {
  const client = await connectClient(connection);
  try {
    await requireOwnSession(client, () => connectClient(connection));
    const session = pgSession(client);
    return await withMigrationLock(session, () => prepare(session, options));
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function readMomentOf<T>(
  connection: PostgresqlConnection,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  const client = await connectClient(connection);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await work(pgSession(client));
  } finally {
    await client.end().catch(() => undefined);
  }
}
