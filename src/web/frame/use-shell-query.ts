import { useOperation } from '#src/web/client/use-operation.ts';
import { ShellOperation, type ShellQuery } from '#src/web/gql/operations.ts';

/** What the frame knows so far. */
interface ShellState {
  readonly shell: ShellQuery | undefined;
  readonly error: Error | null;
  refetch(): unknown;
}

/** The viewer and the shown organization, which is null for whoever does not belong to it. */
export function useShellQuery(): ShellState {
  const { data, error, refetch } = useOperation(ShellOperation, {});
  return { shell: data, error, refetch };
}
