import pTimeout from 'p-timeout';
import type pg from 'pg';
import type { PostgresqlConnection } from './connection.ts';
import { connectClient } from './postgresql.ts';
import { RUN_LOCK_CLASS, type RunLock, type RunLocks } from './run-lock.ts';

const HEARTBEAT_INTERVAL_MS = 15_000;
const HEARTBEAT_TIMEOUT_MS = 10_000;

/** Session locks of PostgreSQL, each on its own connection; the server frees a lock when its connection ends. */
export function postgresqlRunLocks(connection: PostgresqlConnection): RunLocks {
  const held = new Set<RunLock>();
  return {
    async tryAcquire(organizationId) {
      const lock = await trySessionLock(connection, [RUN_LOCK_CLASS, organizationId], (ended) => held.delete(ended));
      if (lock) held.add(lock);
      return lock;
    },
    async keepFree(tx, organizationIds) {
      const rows = await tx.$queryRaw<{ id: number }[]>`
        SELECT id FROM unnest(${[...organizationIds]}::integer[]) AS id
        WHERE pg_try_advisory_xact_lock(${RUN_LOCK_CLASS}::integer, id)`;
      return rows.map(({ id }) => id);
    },
    async releaseAll() {
      await Promise.all([...held].map((lock) => lock.release()));
    },
  };
}

/** Two numbers of 32 bits: what the lock is for, and which one of these. */
export type SessionLockKey = readonly [lockClass: number, key: number];

/** An advisory lock on a connection of its own, or null if another session holds it. */
export async function trySessionLock(
  connection: PostgresqlConnection,
  key: SessionLockKey,
  onRelease: (lock: RunLock) => void = () => undefined,
): Promise<RunLock | null> {
  const client = await connectClient(connection);
  if (!(await tryLock(client, key))) return null;
  const lock = holdOn(client, () => onRelease(lock));
  return lock;
}

async function tryLock(client: pg.Client, key: SessionLockKey): Promise<boolean> {
  let locked = false;
  try {
    const result = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS locked', [...key]);
    locked = result.rows[0]?.locked === true;
    return locked;
  } finally {
    if (!locked) await client.end().catch(() => undefined);
  }
}

function holdOn(client: pg.Client, onRelease: () => void): RunLock {
  const lost = new AbortController();
  let released = false;
  const lose = (cause: unknown): void => {
    clearInterval(heartbeat);
    if (released || lost.signal.aborted) return;
    lost.abort(new Error('the connection that held the run lock was lost', { cause }));
  };
  // Detects a silently lost connection, and keeps firewalls from dropping an idle one.
  const heartbeat = setInterval(() => void beat(client).catch(lose), HEARTBEAT_INTERVAL_MS);
  heartbeat.unref();
  client.on('error', lose);
  client.on('end', () => lose(undefined));
  return {
    lost: lost.signal,
    async release() {
      if (released) return;
      released = true;
      clearInterval(heartbeat);
      onRelease();
      // The lock ends with its session; an error means that the session has already ended.
      await client.end().catch(() => undefined);
    },
  };
}

async function beat(client: pg.Client): Promise<void> {
  const message = 'The server did not answer';
  await pTimeout(client.query('SELECT 1'), { milliseconds: HEARTBEAT_TIMEOUT_MS, message });
}
