/** What is remembered by a text. */
export interface TextCache<Value> {
  get(text: string): Value | undefined;
  set(text: string, value: Value): void;
}

/** Characters of all the texts of a cache: a parsed document takes some hundred times the memory of its text. */
const MOST_CHARACTERS = 1_000_000;

/**
 * Remembers what has been parsed from texts: at most so many, and of so many characters together. What has not been
 * asked for the longest goes first; a text that alone is too long is not remembered.
 */
export function createTextCache<Value>(maxEntries: number, maxCharacters = MOST_CHARACTERS): TextCache<Value> {
  // A map keeps the order of insertion: oldest first.
  const entries = new Map<string, Value>();
  let characters = 0;
  const remove = (text: string): void => {
    if (entries.delete(text)) characters -= text.length;
  };
  return {
    get(text) {
      const value = entries.get(text);
      if (value === undefined) return undefined;
      entries.delete(text);
      entries.set(text, value);
      return value;
    },
    set(text, value) {
      remove(text);
      if (maxEntries === 0 || text.length > maxCharacters) return;
      entries.set(text, value);
      characters += text.length;
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries && characters <= maxCharacters) break;
        remove(oldest);
      }
    },
  };
}
