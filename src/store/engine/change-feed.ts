import type { PGlite } from '@electric-sql/pglite';
import type pg from 'pg';
import type { PostgresqlConnection, StoreLogger } from './connection.ts';
import { connectClient } from './postgresql.ts';

/**
 * Tells when what reports show has changed: at once for this process's own transactions, and as PostgreSQL notifies for
 * everybody else's (migration `change_notifications`).
 */
export interface ChangeFeed {
  /** Calls `listener` after each change; the result ends that. The first subscription starts the listening. */
  subscribe(listener: () => void): () => void;
  /** Whether no change can go unnoticed. False until the listening has begun, and while its connection is down. */
  isReliable(): boolean;
  /** Tells the subscribers of a change of this process's own. */
  changed(): void;
  close(): Promise<void>;
}

/** How the notifications of a database reach us. */
interface Listening {
  /** Starts listening; `onLost` when it has ended by itself. The result ends it. */
  start(onNotified: () => void, onLost: () => void): Promise<() => Promise<void>>;
}

/** The channel of the migration's triggers. */
const CHANNEL = 'qbr_changed';
const RECONNECT_MS = 1_000;

/** Of the embedded database: it has one process, which may write past its transactions all the same. */
export function embeddedChangeFeed(pglite: PGlite): ChangeFeed {
  return createFeed({ start: async (onNotified) => pglite.listen(CHANNEL, onNotified) });
}

/** Of a PostgreSQL server, on a connection of its own, which is made anew when it ends. */
export function postgresqlChangeFeed(connection: PostgresqlConnection, logger?: StoreLogger): ChangeFeed {
  return createFeed({
    async start(onNotified, onLost) {
      const client: pg.Client = await connectClient(connection);
      client.on('notification', onNotified);
      client.on('end', () => {
        logger?.warn(
          {},
          'The connection that hears of changes ended; reports are read from the database until it is back',
        );
        onLost();
      });
      await client.query(`LISTEN ${CHANNEL}`);
      return async () => {
        client.removeAllListeners('end');
        await client.end().catch(() => undefined);
      };
    },
  });
}

function createFeed(listening: Listening): ChangeFeed {
  const listeners = new Set<() => void>();
  let state: 'idle' | 'starting' | 'listening' | 'closed' = 'idle';
  let stop: () => Promise<void> = async () => undefined;
  let retry: NodeJS.Timeout | undefined;
  let starting: Promise<void> = Promise.resolve();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const lost = (): void => {
    if (state === 'closed') return;
    state = 'starting';
    // From now on a change could go unnoticed, so nothing may be kept.
    changed();
    retry = setTimeout(begin, RECONNECT_MS);
    retry.unref();
  };
  const listen = async (): Promise<void> => {
    try {
      const end = await listening.start(changed, lost);
      if (state === 'closed') return await end();
      stop = end;
      state = 'listening';
      // What changed while nobody listened is not known.
      changed();
    } catch {
      lost();
    }
  };
  const begin = (): void => {
    state = 'starting';
    starting = listen();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      if (state === 'idle') begin();
      return () => listeners.delete(listener);
    },
    isReliable: () => state === 'listening',
    changed,
    async close() {
      state = 'closed';
      clearTimeout(retry);
      listeners.clear();
      await starting;
      await stop();
    },
  };
}
