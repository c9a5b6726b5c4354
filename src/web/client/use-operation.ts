import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { send, type TypedOperation } from './graphql-client.ts';

/** A query, refetched when the window gets the focus. The previous result is shown while the variables change. */
export function useOperation<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables,
  options: { readonly enabled?: boolean; readonly refetchInterval?: number } = {},
): UseQueryResult<Result> {
  return useQuery({
    queryKey: [operation.name, variables],
    queryFn: ({ signal }) => send(operation, variables, signal),
    placeholderData: (previous) => previous,
    ...options,
  });
}

/** Prefetches a query that is likely to be needed soon, unless the cached result is fresh. */
export function usePrefetch<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables,
): () => void {
  const queries = useQueryClient();
  return () =>
    void queries.prefetchQuery({
      queryKey: [operation.name, variables],
      queryFn: ({ signal }) => send(operation, variables, signal),
    });
}

/** A mutation. Afterwards all active queries are refetched, so that its changes show everywhere. */
export function useChange<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
): UseMutationResult<Result, Error, Variables> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (variables: Variables) => send(operation, variables),
    // Fails immediately while offline, instead of being sent later without the viewer's knowledge.
    networkMode: 'always',
    onSettled: () => queries.invalidateQueries(),
  });
}
