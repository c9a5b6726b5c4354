import DataLoader from 'dataloader';
import type { MaybePromise } from './maybe-promise.ts';

/** Reads what belongs to a key, once; from then on it is there. A read that failed stays failed. */
export interface Loader<Key, Value> {
  load(key: Key): MaybePromise<Value>;
}

/** Makes loaders that read in rounds. */
export interface ReadRounds {
  /**
   * A loader whose batches are read together with those of the other loaders of these rounds.
   * @param options.keep false where nothing read is worth keeping: then each round reads anew
   */
  loader<Key, Value extends object | boolean | string>(
    read: (keys: readonly Key[]) => Promise<readonly Value[]>,
    options?: { readonly keep?: boolean },
  ): Loader<Key, Value>;
}

/**
 * Loaders that wait for each other: whatever is asked for while a round is being read is read in the next one, by one
 * statement a loader. So how many statements a request costs follows from how deep it asks, neither from how many values
 * it asks for nor from how fast the database answers each statement.
 */
export function createReadRounds({ onFailure }: { readonly onFailure?: () => void } = {}): ReadRounds {
  const waiting: (() => void)[] = [];
  let reading = 0;
  let isScheduled = false;
  const start = () => {
    isScheduled = false;
    for (const dispatch of waiting.splice(0)) dispatch();
  };
  // Immediates run after all promises that could still ask for something have settled.
  const schedule = () => {
    if (isScheduled || reading > 0 || waiting.length === 0) return;
    isScheduled = true;
    setImmediate(start);
  };
  const inRound = async <T>(read: () => Promise<T>): Promise<T> => {
    reading += 1;
    try {
      return await read();
    } catch (error) {
      onFailure?.();
      throw error;
    } finally {
      reading -= 1;
      schedule();
    }
  };
  return {
    loader<Key, Value extends object | boolean | string>(
      read: (keys: readonly Key[]) => Promise<readonly Value[]>,
      { keep = true }: { readonly keep?: boolean } = {},
    ): Loader<Key, Value> {
      const there = new Map<Key, Value>();
      const batches = new DataLoader<Key, Value>(
        async (keys) => {
          const values = await inRound(() => read(keys));
          if (keep) values.forEach((value, index) => void there.set(keys[index] as Key, value));
          return values;
        },
        {
          cache: keep,
          batchScheduleFn(dispatch) {
            waiting.push(dispatch);
            schedule();
          },
        },
      );
      return { load: (key) => there.get(key) ?? batches.load(key) };
    },
  };
}
