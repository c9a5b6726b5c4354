import type { StoredMapping } from '#src/store/account-mappings.ts';

/** Whether values are computed from the books: not before a version of the mapping is confirmed. */
export type MappingState = 'none' | 'proposed' | 'confirmed';

/** The state of the mapping by its versions. */
export function mappingState(versions: readonly StoredMapping[]): MappingState {
  if (versions.some(({ confirmedAt }) => confirmedAt !== null)) return 'confirmed';
  return versions.length > 0 ? 'proposed' : 'none';
}
