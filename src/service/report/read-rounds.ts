import DataLoader from 'dataloader';
import type { MaybePromise } from './maybe-promise.ts';

/** Reads the value of a key once; later loads are synchronous. A failure is kept. */
export interface Loader<Key, Value> {
  load(key: Key): MaybePromise<Value>;
}

/** Creates loaders that read in rounds. */
export interface ReadRounds {
  /**
   * A loader whose batches are read together with those of the other loaders of these rounds.
   * @param options.keep false to cache nothing and read in every round
   */
  loader<Key, Value extends object | boolean | string>(
    read: (keys: readonly Key[]) => Promise<readonly Value[]>,
    options?: { readonly keep?: boolean },
  ): Loader<Key, Value>;
}

/**
 * Creates loaders that wait for each other: loads during a round are batched into the next one, one statement per loader. Thus
 * the number of statements of a request depends on its depth only, not on the number of values or the speed of the database.
 */
export function createReadRounds({ onFailure }: { readonly onFailure?: () => void } = {}): ReadRounds {
  const waiting: (() => void)[] = [];
  let reading = 0;
  let isScheduled = false;
  const start = () => {
    isScheduled = false;
    for (const dispatch of waiting.splice(0)) dispatch();
  };
  // Immediates run after all promises that could still load something have settled.
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
      const cached = new Map<Key, Value>();
      const batches = new DataLoader<Key, Value>(
        async (keys) => {
          const values = await inRound(() => read(keys));
          if (keep) values.forEach((value, index) => void cached.set(keys[index] as Key, value));
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
      return { load: (key) => cached.get(key) ?? batches.load(key) };
    },
  };
}
