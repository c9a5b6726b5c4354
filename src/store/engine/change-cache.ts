import { LRUCache } from 'lru-cache';
import type { Change } from './change.ts';
import type { ChangeFeed } from './change-feed.ts';

/** A cache of database reads; a change evicts what it has touched. */
export interface ChangeCache<Value> {
  get(key: string): Value | undefined;
  /**
   * Call before reading; the returned function caches a value that was read. It returns false if a change that touches the
   * value was noticed meanwhile: then it is not cached, and the results of several statements may be inconsistent.
   */
  begin(): (key: string, value: Value) => boolean;
  /** Evicts everything of this cache. */
  clear(): void;
}

/** What a cache holds. */
export interface CachedKind<Value> {
  /** Its name in statistics: `rest answers`. */
  readonly name: string;
  /** Bytes that an entry takes, approximately. */
  sizeOf(value: Value, key: string): number;
  /** Whether a change touches an entry. */
  isTouched(value: Value, change: Change): boolean;
}

/** Caches that share one bound. */
export interface CacheStore {
  createCache<Value extends object>(kind: CachedKind<Value>): ChangeCache<Value>;
}

/** How much is cached now, and how often each cache was asked since the start. */
export interface CacheStatistics {
  readonly bytes: number;
  readonly entries: number;
  readonly reads: readonly { readonly cache: string; readonly hits: number; readonly misses: number }[];
}

/** Changes that reads under way are compared with; one that began before them is not cached. */
const CHANGES_NOTED = 1_000;
/** No entry may take the place of all others. */
const LARGEST_SHARE = 8;

interface Entry {
  readonly value: object;
  readonly isTouched: (change: Change) => boolean;
}

/**
 * Caches within `maxBytes` together; the least recently used entry of all is evicted first. Nothing is cached while changes
 * could go unnoticed, or with a bound of 0.
 */
export function createCacheStore(
  changes: Pick<ChangeFeed, 'subscribe' | 'isReliable'>,
  maxBytes: number,
): CacheStore & { statistics(): CacheStatistics } {
  // To the library 0 is no bound.
  const entries = new LRUCache<string, Entry>({
    maxSize: Math.max(maxBytes, 1),
    maxEntrySize: Math.max(Math.floor(maxBytes / LARGEST_SHARE), 1),
  });
  const noted: Change[] = [];
  let changesSoFar = 0;
  const reads: { readonly cache: string; hits: number; misses: number }[] = [];
  const evict = (change: Change): void => {
    changesSoFar += 1;
    noted.push(change);
    if (noted.length > CHANGES_NOTED) noted.shift();
    for (const [key, entry] of [...entries.entries()]) if (entry.isTouched(change)) entries.delete(key);
  };
  /** The changes since there were `begun`; undefined if they are no longer known. */
  const since = (begun: number): readonly Change[] | undefined => {
    const count = changesSoFar - begun;
    return count > noted.length ? undefined : noted.slice(noted.length - count);
  };
  return {
    createCache<Value extends object>({ name, sizeOf, isTouched }: CachedKind<Value>): ChangeCache<Value> {
      if (reads.length === 0) changes.subscribe(evict);
      const own = { cache: name, hits: 0, misses: 0 };
      reads.push(own);
      const prefix = `${reads.length} `;
      return {
        get(key) {
          const entry = entries.get(prefix + key);
          if (entry) own.hits += 1;
          else own.misses += 1;
          return entry?.value as Value | undefined;
        },
        begin() {
          const begun = changesSoFar;
          const isKept = changes.isReliable() && maxBytes > 0;
          return (key, value) => {
            const touches = (change: Change) => isTouched(value, change);
            if (since(begun)?.some(touches) ?? true) return false;
            const size = Math.max(sizeOf(value, key), 1);
            if (isKept) entries.set(prefix + key, { value, isTouched: touches }, { size });
            return true;
          };
        },
        clear() {
          for (const key of [...entries.keys()]) if (key.startsWith(prefix)) entries.delete(key);
        },
      };
    },
    statistics: () => ({ bytes: entries.calculatedSize, entries: entries.size, reads }),
  };
}
