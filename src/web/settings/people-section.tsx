import { useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { PeopleOperation } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { InviteForm } from './invite-form.tsx';
import { PersonRow } from './person-row.tsx';

/** Who may come in, and what they may do. */
export function PeopleSection() {
  const { viewer } = useShell();
  const [done, setDone] = useState<Done | null>(null);
  const { data, error, refetch } = useOperation(PeopleOperation, {});
  return (
    <>
      <p className="settings-lead">
        An invitation lets somebody sign in with their address; nothing is sent to them. Viewers read, editors also
        enter values, admins also manage.
        {viewer.isLocal && ' Nobody signs in in local mode: it counts once sign-in is configured.'}
      </p>
      <InviteForm />
      <Notice done={done} />
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Reading who may come in" />}
      {data?.people.length === 0 && <p>Nobody was invited or has signed in yet.</p>}
      {data && data.people.length > 0 && (
        <table className="table align-middle settings-table">
          <caption className="visually-hidden">People</caption>
          <thead>
            <tr>
              <th scope="col">Person</th>
              <th scope="col">Role</th>
              <th scope="col">Let in</th>
              <th scope="col">Last sign-in</th>
              <th scope="col">
                <span className="visually-hidden">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.people.map((person) => (
              <PersonRow key={person.id} person={person} tell={(words) => setDone({ words })} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
