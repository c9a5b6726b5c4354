import { useQueryClient } from '@tanstack/react-query';
import { formatInstant } from '#src/web/values/format.ts';
import { useUnreachable } from './use-unreachable.ts';

/** Shows the age of the displayed data while the server cannot be reached. The data stays. */
export function ConnectionNotice() {
  const queries = useQueryClient();
  const unreachable = useUnreachable();
  return (
    <div role="status" className="connection-notice d-print-none" hidden={!unreachable}>
      {unreachable && (
        <>
          {unreachable.isOffline ? 'This device is offline.' : 'The server cannot be reached.'} The data shown is from{' '}
          {formatInstant(new Date(unreachable.shownSince).toISOString())}.{' '}
          <button
            type="button"
            className="btn btn-sm btn-link"
            onClick={() => queries.refetchQueries({ type: 'active' })}
          >
            Try again
          </button>
        </>
      )}
    </div>
  );
}
