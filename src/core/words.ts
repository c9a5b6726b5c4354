const PLURALS = new Intl.PluralRules('en');
// British English writes no comma before `and`.
const LISTS = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** The noun for a count: `value` for 1, else `values`, or `plural` if it is irregular. */
export function nounFor(count: number, noun: string, plural = `${noun}s`): string {
  return PLURALS.select(count) === 'one' ? noun : plural;
}

/** `1 month`, `13 months`, `2 entries`. */
export function counted(count: number, noun: string, plural?: string): string {
  return `${count} ${nounFor(count, noun, plural)}`;
}

/** `endpoints`, `endpoints and seats`, `endpoints, seats and spares`. */
export function listed(phrases: readonly string[]): string {
  return LISTS.format(phrases);
}
