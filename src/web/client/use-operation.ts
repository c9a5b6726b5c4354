import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { send, type TypedOperation } from './graphql-client.ts';

/** What a query answers; asked for again when the window comes to the front. While the variables change, the last answer stays. */
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

/** Asks ahead for what is likely to be wanted in a moment; what is known and fresh is not asked for again. */
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

/** A mutation. What it has changed shows everywhere: every query that is shown is asked again. */
export function useChange<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
): UseMutationResult<Result, Error, Variables> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (variables: Variables) => send(operation, variables),
    // Without a network it fails at once, and is told: nothing is changed later, unasked.
    networkMode: 'always',
    onSettled: () => queries.invalidateQueries(),
  });
}
