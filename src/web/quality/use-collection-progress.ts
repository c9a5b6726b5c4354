import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Subscribed, useSubscription } from '#src/web/client/use-subscription.ts';
import {
  CollectionProgressOperation,
  type CollectionProgressSubscription,
  type CollectionQuery,
} from '#src/web/gql/operations.ts';

export type CollectionState = NonNullable<CollectionQuery['organization']>['collection'];
export type Progress = CollectionProgressSubscription['collectionProgress'];

/** The followed collection, running or ended. */
export interface FollowedCollection extends Pick<Subscribed<unknown>, 'isLost'> {
  /** Null until the first event. */
  readonly progress: Progress | null;
}

/**
 * Follows the running collection to its end; null if none has run since the page was opened. When any collection starts or
 * ends, all active queries are refetched.
 */
export function useCollectionProgress(collection: CollectionState | undefined): FollowedCollection | null {
  const [runId, setRunId] = useState<number | null>(null);
  const running = collection?.running?.id ?? null;
  if (running !== null && running !== runId) setRunId(running);
  const { data, isLost } = useSubscription(CollectionProgressOperation, runId === null ? null : { runId });
  const progress = data?.collectionProgress ?? null;
  useRefetchOnChange(collection ? `${collection.lastRun?.id} ${collection.lastRun?.status}` : null);
  useRefetchOnChange(progress ? `${progress.run.id} ${progress.run.status}` : null);
  return runId === null ? null : { progress, isLost };
}

/** Refetches all active queries when `text` changes from one text to another. */
function useRefetchOnChange(text: string | null): void {
  const queries = useQueryClient();
  const known = useRef<string | null>(null);
  useEffect(() => {
    if (text === null) return;
    if (known.current !== null && known.current !== text) void queries.invalidateQueries();
    known.current = text;
  }, [text, queries]);
}
