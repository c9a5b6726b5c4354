import pg from 'pg';
import type { PostgresqlConnection } from './connection.ts';
import { DatabaseUnavailableError } from './errors.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** How long a query may wait for a free connection of the pool: as long as a transaction may wait for its turn. */
const POOL_WAIT_MS = 60_000;
const STATEMENT_TIMEOUT_MS = 60_000;
/** Longer than any transaction of ours may last: only ever ends one whose process is gone. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 180_000;
const OLDEST_VERSION = 14;
const APPLICATION_NAME = 'qbr-server';

/**
 * Settings of every session. Prisma's adapters send timestamps without a zone and read them back as if they were UTC, so
 * any other zone of the server, database or role would shift every instant. The tables are in `public`, whatever the
 * role's search path. The keepalives let the server notice within two minutes that a client's machine is gone (and free
 * its locks); its own default is two hours. PgBouncer must be in session mode: these settings, like advisory locks,
 * belong to the session.
 */
const SESSION_SETTINGS = `
  SET TIME ZONE 'UTC';
  SET search_path TO public;
  SET client_min_messages TO warning;
  SET tcp_keepalives_idle TO 60;
  SET tcp_keepalives_interval TO 15;
  SET tcp_keepalives_count TO 4;
  SET idle_in_transaction_session_timeout TO ${IDLE_IN_TRANSACTION_TIMEOUT_MS};`;

/**
 * A connection of its own, outside the pool; the caller ends it.
 * @throws DatabaseUnavailableError when the server is not reachable, refuses us, or is older than PostgreSQL 14
 */
export async function connectClient(connection: PostgresqlConnection): Promise<pg.Client> {
  const client = createClient(connection);
  // Without a listener an idle connection's end would end the process. Whoever waits for a query gets the error anyway.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(SESSION_SETTINGS);
    await checkVersion(client);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    if (error instanceof DatabaseUnavailableError) throw error;
    throw new DatabaseUnavailableError(`PostgreSQL at ${address(client)} cannot be used: ${reason(error)}`, {
      cause: error,
    });
  }
}

/** The pool that Prisma's statements run on. */
export function createPool(connection: PostgresqlConnection, size: number): pg.Pool {
  const pool = new pg.Pool({
    ...clientConfig(connection),
    max: size,
    connectionTimeoutMillis: POOL_WAIT_MS,
    onConnect: async (client) => {
      await client.query(`${SESSION_SETTINGS} SET statement_timeout TO ${STATEMENT_TIMEOUT_MS}`);
    },
  });
  // The pool stops listening to a connection that it closes; should the server end it first, that must not end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function createClient(connection: PostgresqlConnection): pg.Client {
  if (connection.kind === 'postgresql' && !/^postgres(ql)?:\/\//.test(connection.url)) throw malformedUrl();
  const client = tryCreateClient(connection);
  // A password with an unescaped / or # puts its rest into the database's name, which error messages show.
  if (client === undefined || client.database?.includes('@')) throw malformedUrl();
  return client;
}

function tryCreateClient(connection: PostgresqlConnection): pg.Client | undefined {
  try {
    return new pg.Client({ ...clientConfig(connection), connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  } catch {
    return undefined;
  }
}

/** Without a cause: the error of a malformed URL carries the URL, and with it the password. */
function malformedUrl(): DatabaseUnavailableError {
  return new DatabaseUnavailableError(
    'DATABASE_URL is not a PostgreSQL address such as postgresql://user:password@host:5432/database (special characters in the password are written as %40 for @, %2F for /, %23 for #)',
  );
}

function clientConfig(connection: PostgresqlConnection): pg.ClientConfig {
  const common = { application_name: APPLICATION_NAME, keepAlive: true };
  return connection.kind === 'postgresql' ? { ...common, connectionString: connection.url } : common;
}

async function checkVersion(client: pg.Client): Promise<void> {
  const result = await client.query<{ server_version: string }>('SHOW server_version');
  const version = result.rows[0]?.server_version ?? '';
  if (Number.parseInt(version, 10) >= OLDEST_VERSION) return;
  throw new DatabaseUnavailableError(
    `PostgreSQL at ${address(client)} is version ${version}; PostgreSQL ${OLDEST_VERSION} or newer is required`,
  );
}

/** Host, port and database; never the password. */
function address(client: pg.Client): string {
  return `${client.host}:${client.port}/${client.database ?? ''}`;
}

/** A host with several addresses fails with one error for each of them and no message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reason))].join('; ');
  return error instanceof Error ? error.message : String(error);
}
