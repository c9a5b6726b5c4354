import { InvalidParameterError } from '#src/core/errors.ts';
import type { IdPage } from '#src/store/engine/id-page.ts';

/** A requested page of an unbounded list, newest first. */
export interface PageRequest {
  /** Maximum number of items; null for 20. */
  readonly first: number | null;
  /** The id of the last item of the previous page; null for the first page. */
  readonly after: number | null;
}

/** A page, and whether more items follow. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
}

export const PAGE_LIMITS = { default: 20, max: 100 } as const;

/**
 * Reads a page, and one extra item to determine `hasMore`.
 * @throws InvalidParameterError for a `first` that is not from 0 to 100
 */
export async function readPage<Item>(
  { first, after }: PageRequest,
  read: (page: IdPage) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const size = first ?? PAGE_LIMITS.default;
  if (size < 0 || size > PAGE_LIMITS.max) {
    throw new InvalidParameterError(`first must be from 0 to ${PAGE_LIMITS.max}, not ${size}`, { field: 'first' });
  }
  const items = await read({ olderThan: after, limit: size + 1 });
  return { items: items.slice(0, size), hasMore: items.length > size };
}
