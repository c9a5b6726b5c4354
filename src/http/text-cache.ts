import { LRUCache } from 'lru-cache';

/** What has been parsed from texts, by the text. */
export interface TextCache<Value> {
  get(text: string): Value | undefined;
  set(text: string, value: Value): void;
}

/** Characters of all the texts of a cache: a parsed document takes some hundred times the memory of its text. */
const MAX_CHARACTERS = 1_000_000;

/**
 * Caches what has been parsed from texts: at most so many, and of so many characters together. What was used least recently
 * is evicted first; a text that alone is too long is not cached.
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
