import { type QueryCache, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { UnreachableError } from '#src/web/client/graphql-client.ts';

/** The state while the server cannot be reached. */
export interface Unreachable {
  /** Whether the device reports that it is offline. */
  readonly isOffline: boolean;
  /** When the oldest displayed result was fetched, in milliseconds since the epoch. */
  readonly shownSince: number;
}

/** Set while the server cannot be reached and data is displayed; otherwise null. */
export function useUnreachable(): Unreachable | null {
  const cache = useQueryClient().getQueryCache();
  const isOffline = useSyncExternalStore(watchConnection, () => !navigator.onLine);
  const shownSince = useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () => (isOffline || isUnanswered(cache) ? oldestAnswer(cache) : 0),
  );
  return shownSince === 0 ? null : { isOffline, shownSince };
}

function watchConnection(changed: () => void): () => void {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
}

function isUnanswered(cache: QueryCache): boolean {
  return cache.findAll({ type: 'active' }).some(({ state }) => state.fetchFailureReason instanceof UnreachableError);
}

function oldestAnswer(cache: QueryCache): number {
  const answered = cache.findAll({ type: 'active' }).flatMap(({ state }) => state.dataUpdatedAt || []);
  return answered.length === 0 ? 0 : Math.min(...answered);
}
