import pg from 'pg';
import type { PostgresqlConnection } from './connection.ts';
import { DatabaseUnavailableError } from './errors.ts';
import { beginOutside, type RowSecurity } from './row-security.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** Maximum wait for a free connection of the pool; the same as for a transaction. */
const POOL_WAIT_MS = 60_000;
const STATEMENT_TIMEOUT_MS = 60_000;
/** Longer than the limit of our transactions: ends only those of lost clients. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 180_000;
const OLDEST_VERSION = 14;
/** How every connection of this program names itself to the server. */
export const APPLICATION_NAME = 'qbr-server';

/**
 * Settings of every session. Prisma's adapters send timestamps without a time zone and read them as UTC, so any other zone of
 * the server, database or role would shift every instant. The tables are in `public`, regardless of the role's search path.
 * The keepalives let the server detect a lost client within two minutes (and free its locks); its default is two hours.
 * PgBouncer must be in session mode: these settings and advisory locks belong to the session.
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
 * Opens a dedicated connection, outside the pool; the caller ends it. It sees the rows of all organizations.
 * @throws DatabaseUnavailableError when the server is unreachable, refuses the login, or is older than PostgreSQL 14
 */
export async function connectClient(connection: PostgresqlConnection): Promise<pg.Client> {
  const client = createClient(connection);
  // Without a listener, losing an idle connection would end the process. Running queries get the error anyway.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`${SESSION_SETTINGS} SET qbr.organization TO 'all'`);
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

export interface PoolOptions {
  /** Of every statement, in milliseconds; 60,000 by default, 0 for none. */
  readonly statementTimeoutMs?: number;
  /** The role that its sessions begin with; null for the user's. */
  readonly role?: RowSecurity['role'];
}

/** A connection pool. Its connections begin outside of any organization; `bindPool` makes them see the rows of whoever takes them. */
export function createPool(
  connection: PostgresqlConnection,
  size: number,
  { statementTimeoutMs = STATEMENT_TIMEOUT_MS, role = null }: PoolOptions = {},
): pg.Pool {
  const pool = new pg.Pool({
    ...clientConfig(connection),
    max: size,
    connectionTimeoutMillis: POOL_WAIT_MS,
    onConnect: async (client) => {
      const settings = `${SESSION_SETTINGS} SET statement_timeout TO ${statementTimeoutMs};`;
      await client.query(`${settings} ${beginOutside({ role })}`);
    },
  });
  // The pool removes its listener from a connection that it closes; if the server ends it first, the process must not end.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function createClient(connection: PostgresqlConnection): pg.Client {
  if (connection.kind === 'postgresql' && !/^postgres(ql)?:\/\//.test(connection.url)) throw malformedUrl();
  const client = tryCreateClient(connection);
  // An unescaped / or # in the password would put its rest into the database name, which error messages show.
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

/** Has no cause: the original error contains the URL with the password. */
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

/** For a host with several addresses the error has no message, but one error per address. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reason))].join('; ');
  return error instanceof Error ? error.message : String(error);
}
