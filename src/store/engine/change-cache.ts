import { LRUCache } from 'lru-cache';
import type { ChangeFeed } from './change-feed.ts';

/** A cache of database reads; any change evicts all of it. */
export interface ChangeCache<Key, Value> {
  get(key: Key): Value | undefined;
  /**
   * Call before reading; the returned function caches the value that was read. It returns false if a change was noticed during
   * the read: then nothing is cached, and the results of several statements may be inconsistent.
   */
  begin(): (key: Key, value: Value) => boolean;
  /** Evicts everything; reads in progress are not cached. */
  clear(): void;
}

/** The limit in entries (`max`) or by size; the least recently used entry is evicted first. */
export type CacheLimits<Key extends string | number, Value extends object> = LRUCache.Options<Key, Value, unknown>;

/** Creates a cache that every change empties. Nothing is cached while changes could go unnoticed. */
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
