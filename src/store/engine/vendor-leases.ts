import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { PostgresqlConnection, StoreLogger } from './connection.ts';
import { createPool } from './postgresql.ts';

/** The right to send one request to a vendor's server, across all processes on one database. */
export interface VendorLease {
  /** How long nothing may be sent to the server, in milliseconds; 0 if something may. */
  readonly heldMs: number;
  /** Never rejects: a lease ends with its connection. */
  release(): Promise<void>;
}

/** Leases of vendors' servers across all processes on one database. */
export interface VendorLeases {
  /**
   * Waits for one of the server's leases, in order of arrival.
   * @param server host and port: `na.myconnectwise.net`
   * @throws the reason of `signal` as soon as it is aborted
   */
  take(server: string, signal: AbortSignal): Promise<VendorLease>;
  /** No lease of the server may be used before `timeMs` milliseconds have passed. */
  hold(server: string, timeMs: number): Promise<void>;
  close(): Promise<void>;
}

/** How many leases a server has. */
const LEASES = 2;
/** First key of the advisory locks; the second one is of the server and the lease. ("QBR" and "V" in ASCII.) */
const LEASE_CLASS = 0x51_42_52_56;
/** A process asks few servers at a time. */
const CONNECTIONS = 20;

/** How long nothing may be sent to a server, which is yet to be named. */
const HELD = `SELECT greatest(coalesce(ceil(extract(epoch FROM max(not_before) - clock_timestamp()) * 1000), 0), 0)::float8 AS "heldMs"
  FROM qbr_vendor_server WHERE server =`;
const HOLD = `INSERT INTO qbr_vendor_server AS held (server, not_before)
  VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond')
  ON CONFLICT (server) DO UPDATE SET not_before = greatest(held.not_before, excluded.not_before)`;

/**
 * Session locks of PostgreSQL: it queues who waits, and frees the lock of a killed process at once. A process that loses its connection
 * during a request may share the lease with another for the rest of it.
 */
export function postgresqlVendorLeases(connection: PostgresqlConnection, logger?: StoreLogger): VendorLeases {
  let opened: pg.Pool | undefined;
  const pool = (): pg.Pool => {
    opened ??= openPool(connection, logger);
    return opened;
  };
  return {
    async take(server, signal) {
      signal.throwIfAborted();
      const client = await pool().connect();
      const { key, heldMs } = await withAbort(signal, client, () => lockOne(client, server));
      return { heldMs, release: () => unlock(client, key) };
    },
    async hold(server, timeMs) {
      await pool().query(HOLD, [server, timeMs]);
    },
    async close() {
      await opened?.end();
    },
  };
}

/** Waiting for a lease may take longer than any statement of another pool. */
function openPool(connection: PostgresqlConnection, logger: StoreLogger | undefined): pg.Pool {
  const pool = createPool(connection, CONNECTIONS, { statementTimeoutMs: 0 });
  pool.on('error', (error) => logger?.warn({ err: error }, 'An idle database connection ended'));
  return pool;
}

/** Whichever lease is free; else the place in the queue of one of them, by chance. @returns the lock's second key */
async function lockOne(
  client: pg.PoolClient,
  server: string,
): Promise<{ readonly key: number; readonly heldMs: number }> {
  const lease = Math.floor(Math.random() * LEASES);
  const [first, second] = [keyOf(server, lease), keyOf(server, (lease + 1) % LEASES)];
  const tryOne = (key: number): string => `WHEN pg_try_advisory_lock(${LEASE_CLASS}, ${key}) THEN ${key}`;
  const taken = await lockAndAsk(client, `SELECT CASE ${tryOne(first)} ${tryOne(second)} END AS key`, server);
  if (taken.key !== null) return { key: taken.key, heldMs: taken.heldMs };
  const { heldMs } = await lockAndAsk(client, `SELECT pg_advisory_lock(${LEASE_CLASS}, ${first})`, server);
  return { key: first, heldMs };
}

/**
 * Sends both statements in one round trip. They are two, because the second one must see what whoever had the lock before has stored, and a
 * statement sees what was there when it began.
 */
async function lockAndAsk(
  client: pg.PoolClient,
  lock: string,
  server: string,
): Promise<{ readonly key: number | null; readonly heldMs: number }> {
  const sql = `${lock}; ${HELD} ${client.escapeLiteral(server)}`;
  const [locked, held] = (await client.query(sql)) as unknown as [
    pg.QueryResult<{ key?: number | null }>,
    pg.QueryResult<{ heldMs: number }>,
  ];
  return { key: locked.rows[0]?.key ?? null, heldMs: held.rows[0]?.heldMs ?? 0 };
}

/** Servers whose keys are equal, one pair in two billion, share their leases. */
function keyOf(server: string, lease: number): number {
  return (createHash('sha256').update(server).digest().readInt32BE() & ~(LEASES - 1)) | lease;
}

async function unlock(client: pg.PoolClient, key: number): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_unlock($1, $2)', [LEASE_CLASS, key]);
    client.release();
  } catch {
    client.release(true);
  }
}

/** Gives up the connection, and with it a lock that it waits for, as soon as the signal is aborted. */
async function withAbort<T>(signal: AbortSignal, client: pg.PoolClient, run: () => Promise<T>): Promise<T> {
  let isOver = false;
  const giveUp = (): void => {
    isOver = true;
    client.release(true);
  };
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    signal.throwIfAborted();
    const result = await run();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    if (!isOver) client.release(true);
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
