import type { OutputType } from '@pothos/core';
import { InvalidParameterError } from '#src/core/errors.ts';
import type { Page, PageRequest } from '#src/service/page.ts';
import { builder } from './builder.ts';

/** Lists with cursors. A cursor is valid in its own list only. */
type ListName = 'organization' | 'run' | 'finding' | 'change' | 'audit' | 'import' | 'row';

/** The paging arguments. */
export const PAGE_ARGUMENTS = builder.args((t) => ({
  first: t.int({ description: 'Maximum number of items, from 0 to 100; 20 if omitted.' }),
  after: t.string({
    description: 'Return the items after this `cursor` or `endCursor`; starts with the newest item if omitted.',
  }),
}));

/** The connection type of a list, newest first if nothing else is said, and the type of its edges, described by the words for its items. */
export function connectionOf<Item extends OutputType<typeof builder.$inferSchemaTypes>>(
  type: Item,
  name: string,
  { one, many, order = 'newest first' }: { readonly one: string; readonly many: string; readonly order?: string },
) {
  return builder.connectionObject(
    { type, name: `${name}Connection`, description: `A page of ${many}, ${order}.` },
    { name: `${name}Edge`, description: `${one} and its cursor.` },
  );
}

/**
 * The page that a connection's arguments ask for.
 * @throws InvalidParameterError for a cursor of another list, or one that is malformed
 */
export function pageRequest(
  list: ListName,
  { first, after }: { readonly first?: number | null | undefined; readonly after?: string | null | undefined },
): PageRequest {
  return { first: first ?? null, after: after ? idOfCursor(list, after) : null };
}

/** A page as a Relay connection. A cursor holds the item's id, so it stays valid when items are added or removed. */
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
  if (id?.[1] !== list) throw new InvalidParameterError('after is not a cursor of this list', { field: 'after' });
  return Number(id[2]);
}
