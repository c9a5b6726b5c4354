import { useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { SessionsOperation } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { SessionTable } from './session-table.tsx';

/** The active sessions. */
export function SessionsSection() {
  const { viewer } = useShell();
  const { data, error, refetch } = useOperation(SessionsOperation, {});
  const [done, setDone] = useState<Done | null>(null);
  return (
    <>
      <p className="settings-lead">
        Where people are signed in. A person whose session is ended can sign in again; to prevent that, remove them.
      </p>
      <Notice done={done} />
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Loading the sessions" />}
      {data?.sessions.length === 0 && <p>{viewer.isLocal ? 'Local mode has no sign-in.' : 'Nobody is signed in.'}</p>}
      {data && data.sessions.length > 0 && (
        <SessionTable sessions={data.sessions} announce={(words) => setDone({ words })} />
      )}
    </>
  );
}
