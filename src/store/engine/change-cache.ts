import { LRUCache } from 'lru-cache';
import type { ChangeFeed } from './change-feed.ts';

/** What has been read from the database, cached until anything changes: then all of it is evicted. */
export interface ChangeCache<Key, Value> {
  get(key: Key): Value | undefined;
  /**
   * Call before reading; the result caches what was read. It returns false where something has changed meanwhile: then
   * nothing is cached, and what several statements have read may be of two states.
   */
  begin(): (key: Key, value: Value) => boolean;
  /** Evicts all, and what is being read is not cached. */
  clear(): void;
}

/** How much is cached, in entries (`max`) or by size; what was used least recently is evicted first. */
export type CacheLimits<Key extends string | number, Value extends object> = LRUCache.Options<Key, Value, unknown>;

/** A cache that every change empties. Nothing is cached while changes could go unnoticed. */
export function createChangeCache<Key extends string | number, Value extends object>(
  changes: Pick<ChangeFeed, 'subscribe' | 'isReliable'>,
  limits: CacheLimits<Key, Value>,
): ChangeCache<Key, Value> {
  const entries = new LRUCache<Key, Value>(limits);
  let generation = 0;
  const clear = (): void => {
    generation += 1;
    entries.clear();
  };
  changes.subscribe(clear);
  return {
    get: (key) => entries.get(key),
    begin() {
      const begun = generation;
      const isReliable = changes.isReliable();
      return (key, value) => {
        if (begun !== generation) return false;
        if (isReliable) entries.set(key, value);
        return true;
      };
    },
    clear,
  };
}
