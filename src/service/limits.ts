import { InvalidValueError } from '#src/core/errors.ts';

export { MAX_FILE_BYTES } from '#src/files/file-limits.ts';
export { MAX_ROW_ID } from '#src/store/engine/id-page.ts';

/** What one request may hold (docs/rest-contract.md, Limits): entries of a list, and characters of a note and of a name. */
export const MAX_ENTRIES = 1_000;
export const MAX_NOTE_CHARACTERS = 4_000;
export const MAX_NAME_CHARACTERS = 100;

/** The limits as written in descriptions after `at most`; by hand, because every start would load the formats of all languages. */
export const WRITTEN_LIMITS = {
  entries: withCommas(MAX_ENTRIES),
  noteCharacters: `${withCommas(MAX_NOTE_CHARACTERS)} characters`,
  nameCharacters: `${MAX_NAME_CHARACTERS} characters`,
} as const;

function withCommas(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** @throws InvalidValueError for a list of more than 1,000 entries */
export function refuseTooMany(items: readonly unknown[], field: string): void {
  if (items.length <= MAX_ENTRIES) return;
  throw new InvalidValueError(`At most ${MAX_ENTRIES} ${field} are accepted at once`, { field });
}

/**
 * Rejects a name that an earlier entry of the list has.
 * @param seen the names of the earlier entries; the name is added
 * @throws InvalidValueError for a duplicate
 */
export function refuseSeen(
  seen: Set<string>,
  { name, label, field }: { readonly name: string; readonly label: string; readonly field: string },
): void {
  if (seen.has(name)) throw new InvalidValueError(`${label} is given more than once`, { field });
  seen.add(name);
}
