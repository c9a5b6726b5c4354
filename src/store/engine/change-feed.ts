import type { PGlite } from '@electric-sql/pglite';
import type pg from 'pg';
import { type Change, EVERYTHING, parseChange } from './change.ts';
import type { StoreLogger } from './connection.ts';

/**
 * Notifies of changes to data that reports show: synchronously for transactions of this process, through PostgreSQL's
 * notifications for those of other processes (migration `changes_by_organization`).
 */
export interface ChangeFeed {
  /** Calls `listener` after each change; the result unsubscribes. The first subscription starts listening. */
  subscribe(listener: (change: Change) => void): () => void;
  /** Whether every change is noticed. False until listening has started, and while its connection is down. */
  isReliable(): boolean;
  /** Notifies the subscribers of a change by this process. */
  changed(change: Change): void;
  close(): Promise<void>;
}

/** Receives the notifications of a database. */
interface Listening {
  /** Starts listening; calls `onLost` when the connection is lost. The result stops it. */
  start(onNotified: (payload: string) => void, onLost: () => void): Promise<() => Promise<void>>;
}

/** The channel of the migration's triggers. */
const CHANNEL = 'qbr_changed';
const RECONNECT_MS = 1_000;

/** The feed of the embedded database. Its process may also write outside transactions, which only notifications report. */
export function embeddedChangeFeed(pglite: PGlite): ChangeFeed {
  return createFeed({ start: async (onNotified) => pglite.listen(CHANNEL, onNotified) });
}

/**
 * The feed of a PostgreSQL server, on a dedicated connection that is restored when it is lost.
 * @param connect opens such a connection
 */
export function postgresqlChangeFeed(connect: () => Promise<pg.Client>, logger?: StoreLogger): ChangeFeed {
  return createFeed({
    async start(onNotified, onLost) {
      const client = await connect();
      client.on('notification', ({ payload = '' }) => onNotified(payload));
      client.on('end', () => {
        logger?.warn(
          {},
          'The connection for change notifications ended; reports bypass the cache until it is restored',
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
  const listeners = new Set<(change: Change) => void>();
  let state: 'idle' | 'starting' | 'listening' | 'closed' = 'idle';
  let stop: () => Promise<void> = async () => undefined;
  let retry: NodeJS.Timeout | undefined;
  let starting: Promise<void> = Promise.resolve();
  const changed = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };
  const lost = (): void => {
    if (state === 'closed') return;
    state = 'starting';
    // Changes can go unnoticed now, so the caches must be evicted.
    changed(EVERYTHING);
    retry = setTimeout(begin, RECONNECT_MS);
    retry.unref();
  };
  const listen = async (): Promise<void> => {
    try {
      const end = await listening.start((payload) => changed(parseChange(payload)), lost);
      if (state === 'closed') return await end();
      stop = end;
      state = 'listening';
      // Changes may have gone unnoticed before.
      changed(EVERYTHING);
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
