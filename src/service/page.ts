import { InvalidParameterError } from '#src/core/errors.ts';
import type { IdPage } from '#src/store/engine/id-page.ts';

/** What a caller says of the page it wants of a list that grows without bound, newest first. */
export interface PageRequest {
  /** How many members at most; 20 where not given. */
  readonly first: number | null;
  /** The id of the member behind which the page begins. */
  readonly after: number | null;
}

/** A page, and whether the list goes on behind it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
}

export const PAGE_LIMITS = { default: 20, most: 100 } as const;

/**
 * Reads one member more than asked for, to know whether there are more.
 * @throws InvalidParameterError for a size that is not from 0 to 100
 */
export async function readPage<Item>(
  { first, after }: PageRequest,
  read: (page: IdPage) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const size = first ?? PAGE_LIMITS.default;
  if (size < 0 || size > PAGE_LIMITS.most) {
    throw new InvalidParameterError(`first must be from 0 to ${PAGE_LIMITS.most}, not ${size}`, { field: 'first' });
  }
  const items = await read({ olderThan: after, limit: size + 1 });
  return { items: items.slice(0, size), hasMore: items.length > size };
}
