import { RequestError } from '#src/web/client/graphql-client.ts';
import { useOperation } from '#src/web/client/use-operation.ts';
import { ShellOperation, type ShellQuery, ViewerOperation } from '#src/web/gql/operations.ts';

/** What the frame knows so far. */
interface ShellState {
  readonly shell: ShellQuery | undefined;
  readonly error: Error | null;
  refetch(): unknown;
}

/** The viewer and the shown organization. Whoever belongs to none, as operators may, is refused one, and is asked for alone. */
export function useShellQuery(): ShellState {
  const { data, error, refetch } = useOperation(ShellOperation, {});
  const isOfNone = error instanceof RequestError && error.code === 'FORBIDDEN';
  const alone = useOperation(ViewerOperation, {}, { enabled: isOfNone });
  if (!isOfNone) return { shell: data, error, refetch };
  return { shell: alone.data && { ...alone.data, organization: null }, error: alone.error, refetch: alone.refetch };
}
