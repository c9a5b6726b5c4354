import { InvalidParameterError } from '#src/core/errors.ts';
import type { Page, PageRequest } from '#src/service/page.ts';

/** The lists that have cursors: a cursor of one list means nothing to another. */
type ListName = 'run' | 'finding' | 'change' | 'audit';

/** What the arguments of lists that grow without bound say of themselves. */
export const PAGE_ARGUMENTS = {
  first: 'How many members at most, from 0 to 100; 20 where not given.',
  after: 'The `cursor` or `endCursor` behind which the page begins; from the newest member on where not given.',
} as const;

/**
 * The page that a connection's arguments ask for.
 * @throws InvalidParameterError for a cursor that is not of the list
 */
export function pageRequest(
  list: ListName,
  { first, after }: { readonly first?: number | null | undefined; readonly after?: string | null | undefined },
): PageRequest {
  return { first: first ?? null, after: after ? idOfCursor(list, after) : null };
}

/** A page as a Relay connection. A cursor holds the member's id, so that it keeps its place whatever comes or goes. */
export function toConnection<Item extends { readonly id: number }>(
  list: ListName,
  { after }: PageRequest,
  { items, hasMore }: Page<Item>,
) {
  const edges = items.map((node) => ({ node, cursor: cursorOfId(list, node.id) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function cursorOfId(list: ListName, id: number): string {
  return Buffer.from(`${list}:${id}`).toString('base64url');
}

function idOfCursor(list: ListName, cursor: string): number {
  const id = /^(\w+):(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (id?.[1] !== list) throw new InvalidParameterError('after is no cursor of this list', { field: 'after' });
  return Number(id[2]);
}
