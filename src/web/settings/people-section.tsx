import { useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import { PeopleOperation } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { InviteForm } from './invite-form.tsx';
import { PersonRow } from './person-row.tsx';

/** The people with access, and their roles. */
export function PeopleSection() {
  const { viewer } = useShell();
  const [done, setDone] = useState<Done | null>(null);
  const { data, error, refetch } = useOperation(PeopleOperation, {});
  return (
    <>
      <p className="settings-lead">
        An invitation lets somebody sign in with their address; nothing is sent to them. Viewers read, editors also
        enter values, admins also manage.
        {viewer.isLocal && ' Local mode has no sign-in: invitations apply once sign-in is configured.'}
      </p>
      <InviteForm />
      <Notice done={done} />
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Loading the people" />}
      {data?.people.length === 0 && <p>Nobody has been invited or has signed in yet.</p>}
      {data && data.people.length > 0 && (
        <table className="table align-middle settings-table">
          <caption className="visually-hidden">People</caption>
          <TableHead columns={['Person', 'Role', 'Added', 'Last sign-in']} actions="Remove" />
          <tbody>
            {data.people.map((person) => (
              <PersonRow key={person.id} person={person} announce={(words) => setDone({ words })} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
