import DataLoader from 'dataloader';

/** Makes loaders that read in rounds. */
export interface ReadRounds {
  /** A loader whose batches are read together with those of the other loaders of these rounds. */
  loader<Key, Value, CacheKey = Key>(
    read: (keys: readonly Key[]) => Promise<readonly Value[]>,
    options?: DataLoader.Options<Key, Value, CacheKey>,
  ): DataLoader<Key, Value, CacheKey>;
  /** A read outside the rounds whose failure is told like theirs. */
  reported<T>(read: Promise<T>): Promise<T>;
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
  const reported = async <T>(read: Promise<T>): Promise<T> => {
    try {
      return await read;
    } catch (error) {
      onFailure?.();
      throw error;
    }
  };
  return {
    reported,
    loader: (read, options) =>
      new DataLoader(
        async (keys) => {
          reading += 1;
          try {
            return await reported(read(keys));
          } finally {
            reading -= 1;
            schedule();
          }
        },
        {
          ...options,
          batchScheduleFn(dispatch) {
            waiting.push(dispatch);
            schedule();
          },
        },
      ),
  };
}
