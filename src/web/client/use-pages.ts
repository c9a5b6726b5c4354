import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { send, type TypedOperation } from './graphql-client.ts';

/** A page of a list: a connection of the API. */
export interface ListPage<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly edges: readonly { readonly node: Node }[];
}

/** The loaded pages of a list. */
export interface Pages<Node> extends Pick<UseInfiniteQueryResult, 'isPending' | 'hasNextPage' | 'isFetchingNextPage'> {
  /** The loaded nodes in the order of the list; undefined until the first page is loaded. */
  readonly nodes: readonly Node[] | undefined;
  readonly error: Error | null;
  /** Loads the next page. */
  fetchNextPage(): unknown;
  refetch(): unknown;
}

/**
 * A list, page by page. Each page starts after the last cursor, so that concurrent additions neither repeat nor hide a node.
 * The previous list is shown while the variables change. A refetch loads all displayed pages.
 * @param pageOf the page within the result; undefined if there is none
 */
export function usePages<Result, Variables extends { readonly after?: string | null | undefined }, Node>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables,
  {
    pageOf,
    enabled = true,
  }: { readonly pageOf: (result: Result) => ListPage<Node> | undefined; readonly enabled?: boolean },
): Pages<Node> {
  const { data, ...query } = useInfiniteQuery<
    Result,
    Error,
    InfiniteData<Result>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: [operation.name, variables],
    queryFn: ({ signal, pageParam }) =>
      send(operation, { ...variables, ...(pageParam && { after: pageParam }) }, signal),
    initialPageParam: undefined,
    getNextPageParam: (last) => {
      const info = pageOf(last)?.pageInfo;
      return info?.hasNextPage ? (info.endCursor ?? undefined) : undefined;
    },
    placeholderData: (previous) => previous,
    enabled,
  });
  const nodes = data?.pages.flatMap((page) => pageOf(page)?.edges.map(({ node }) => node) ?? []);
  return { ...query, nodes };
}
