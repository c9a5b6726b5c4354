import { useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { SessionsOperation } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { SessionTable } from './session-table.tsx';

/** Where people are signed in. */
export function SessionsSection() {
  const { viewer } = useShell();
  const { data, error, refetch } = useOperation(SessionsOperation, {});
  const [done, setDone] = useState<Done | null>(null);
  return (
    <>
      <p className="settings-lead">
        Where people are signed in. Whoever’s session is ended may sign in again; to prevent that, remove the person.
      </p>
      <Notice done={done} />
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Reading the sessions" />}
      {data?.sessions.length === 0 && (
        <p>{viewer.isLocal ? 'Nobody signs in in local mode.' : 'Nobody is signed in.'}</p>
      )}
      {data && data.sessions.length > 0 && (
        <SessionTable sessions={data.sessions} tell={(words) => setDone({ words })} />
      )}
    </>
  );
}
