/** What has a name: a metric or a SmartNumber. */
export interface Named {
  readonly key: string;
  readonly label: string;
}

const MAX_SUGGESTIONS = 4;
/** Words are compared by their first letters, so that `ticket` finds `tickets`. */
const STEM_LETTERS = 4;

/** Those whose key or label shares the most words with an unknown name, four at most; none if no word is shared. */
export function similarNames<Definition extends Named>(name: string, among: readonly Definition[]): Definition[] {
  const ranked = rankByWords(name, among, ({ key, label }) => [key, label]);
  return ranked
    .filter(({ words }) => words === ranked[0]?.words)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ item }) => item);
}

/**
 * The items with a text that shares a word with `asked`, most shared words first; equal ones in their order.
 * @param textsOf the texts of an item; the one that shares the most counts
 */
export function rankByWords<Item>(
  asked: string,
  items: readonly Item[],
  textsOf: (item: Item) => readonly string[],
): { readonly item: Item; readonly words: number }[] {
  const stems = new Set(wordsOf(asked).map(stemOf));
  const shared = (text: string): number => wordsOf(text).filter((word) => stems.has(stemOf(word))).length;
  return items
    .map((item) => ({ item, words: Math.max(...textsOf(item).map(shared)) }))
    .filter(({ words }) => words > 0)
    .sort((a, b) => b.words - a.words);
}

function stemOf(word: string): string {
  return word.slice(0, STEM_LETTERS);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
