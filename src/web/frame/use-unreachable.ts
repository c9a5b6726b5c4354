import { type QueryCache, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { UnreachableError } from '#src/web/client/graphql-client.ts';

/** Since when nothing new has come. */
export interface Unreachable {
  /** Whether the device itself says that it is offline. */
  readonly isOffline: boolean;
  /** When the oldest answer came of those that are shown, in milliseconds of the epoch. */
  readonly shownSince: number;
}

/** Whether the server cannot be reached, though something is shown; null while all is well. */
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
