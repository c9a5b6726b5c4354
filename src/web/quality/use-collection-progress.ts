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

/** A collection that is or was followed. */
export interface FollowedCollection extends Pick<Subscribed<unknown>, 'isLost'> {
  /** Null until it has been told. */
  readonly progress: Progress | null;
}

/**
 * Follows the collection that is under way, to its end; null where there has been none since the page was opened. When a
 * collection has begun or ended, whoever started it, everything that is shown is asked for again.
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

/** Asks for everything that is shown again when a text takes the place of another one. */
function useRefetchOnChange(text: string | null): void {
  const queries = useQueryClient();
  const known = useRef<string | null>(null);
  useEffect(() => {
    if (text === null) return;
    if (known.current !== null && known.current !== text) void queries.invalidateQueries();
    known.current = text;
  }, [text, queries]);
}
