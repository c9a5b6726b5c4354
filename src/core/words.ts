/** Made at its first use: the first of `Intl` takes a quarter of the time that Node itself takes to start. */
let lists: Intl.ListFormat | undefined;

/** The noun for a count: `value` for 1, else `values`, or `plural` if it is irregular. */
export function nounFor(count: number, noun: string, plural = `${noun}s`): string {
  return count === 1 ? noun : plural;
}

/** `1 month`, `13 months`, `2 entries`. */
export function counted(count: number, noun: string, plural?: string): string {
  return `${count} ${nounFor(count, noun, plural)}`;
}

/** The first few phrases of a list that may be long, and how many more there are: `A, B, and 3 more`. */
export function shortened(phrases: readonly string[], separator = ', ', most = 5): string {
  const rest = phrases.length - most;
  return [...phrases.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])].join(separator);
}

/** `endpoints`, `endpoints and seats`, `endpoints, seats and spares`. */
export function listed(phrases: readonly string[]): string {
  // British English writes no comma before `and`.
  lists ??= new Intl.ListFormat('en-GB', { type: 'conjunction' });
  return lists.format(phrases);
}

/** By code unit, so that the order does not depend on the host's locale; null last. */
export function compareNames(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
