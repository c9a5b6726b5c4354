import { useState } from 'react';
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
  // Kept while the refused query is sent again, when it has neither data nor an error: the page must not vanish meanwhile.
  const [isOfNone, setOfNone] = useState(false);
  const isRefused = !data && error instanceof RequestError && error.code === 'FORBIDDEN';
  const isElse = Boolean(data) || (error !== null && !isRefused);
  if (isRefused && !isOfNone) setOfNone(true);
  if (isElse && isOfNone) setOfNone(false);
  const alone = useOperation(ViewerOperation, {}, { enabled: isOfNone });
  if (!isOfNone) return { shell: data, error, refetch };
  return { shell: alone.data && { ...alone.data, organization: null }, error: alone.error, refetch: alone.refetch };
}
