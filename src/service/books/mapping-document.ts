import { type AccountMapping, EMPTY_MAPPING, type KnownAccount } from '#src/core/books/account-mapping.ts';
import type { ConfirmedMapping } from '#src/core/books/books-change.ts';
import type { StoredMapping } from '#src/store/account-mappings.ts';

/** What a stored version of the mapping says; written by `saveMapping` alone. */
export interface MappingDocument {
  readonly mapping: AccountMapping;
  /** The accounts that were known then. */
  readonly known: readonly KnownAccount[];
}

/** The document of a stored version. */
export function documentOf({ document }: StoredMapping): MappingDocument {
  const { mapping, known } = document as MappingDocument;
  // Older versions say nothing of further readings.
  return { mapping: { ...EMPTY_MAPPING, ...mapping }, known };
}

/** The confirmed versions, oldest first. */
export function confirmedMappings(stored: readonly StoredMapping[]): ConfirmedMapping[] {
  return stored
    .filter(({ confirmedAt }) => confirmedAt !== null)
    .map((each) => {
      const { mapping, known } = documentOf(each);
      const { version, from, reason, createdBy: author } = each;
      return { ...mapping, version, from, reason, author, known };
    });
}
