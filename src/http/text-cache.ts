import { LRUCache } from 'lru-cache';

/** A bounded cache keyed by text. */
export interface TextCache<Value> {
  get(text: string): Value | undefined;
  set(text: string, value: Value): void;
}

/** Total characters of a cache's keys: a parsed document takes about a hundred times the memory of its text. */
const MAX_CHARACTERS = 1_000_000;

/**
 * A least-recently-used cache, bounded by the number of entries and by the total characters of their keys. A key that alone
 * exceeds the bound is not cached.
 */
export function createTextCache<Value extends object | number>(
  maxEntries: number,
  maxCharacters = MAX_CHARACTERS,
): TextCache<Value> {
  // To the library 0 entries are any number.
  if (maxEntries === 0) return { get: () => undefined, set: () => undefined };
  return new LRUCache<string, Value>({
    max: maxEntries,
    maxSize: maxCharacters,
    sizeCalculation: (_value, text) => Math.max(text.length, 1),
  });
}
