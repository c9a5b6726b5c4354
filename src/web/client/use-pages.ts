import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { send, type TypedOperation } from './graphql-client.ts';

/** A page of a list, as the API's connections have it. */
export interface ListPage<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly edges: readonly { readonly node: Node }[];
}

/** A list as far as it has been read. */
export interface Pages<Node> extends Pick<UseInfiniteQueryResult, 'isPending' | 'hasNextPage' | 'isFetchingNextPage'> {
  /** What has been read of the list, in its order; undefined until the first page has come. */
  readonly nodes: readonly Node[] | undefined;
  readonly error: Error | null;
  /** Adds the page behind what has been read. */
  fetchNextPage(): unknown;
  refetch(): unknown;
}

/**
 * A list, page by page: each is asked for behind the last member of the one before, so that what is added to the list
 * meanwhile neither repeats nor hides a member. While the variables change, the last list stays. Asked again, it reads as many pages as are shown.
 * @param pageOf the page within the answer; undefined where there is none
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
