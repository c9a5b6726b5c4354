import { type FormEvent, useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { ROLE_NAMES } from '#src/web/frame/role.ts';
import { GiveMembershipOperation, MembersOperation, type MembersQuery, type Role } from '#src/web/gql/operations.ts';
import { EmailAndRole } from '#src/web/settings/email-and-role.tsx';
import type { ListedOrganization } from './listed-organization.ts';

interface MembersDialogProps {
  readonly organization: ListedOrganization;
  close(): void;
}

/** Who belongs to an organization, and a membership for somebody else. */
export function MembersDialog({ organization: { id, name }, close }: MembersDialogProps) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('ADMIN');
  const [given, setGiven] = useState<string | null>(null);
  const { data, error, refetch } = useOperation(MembersOperation, { organization: id });
  const { refusals, isPending, run } = useRefusableChange(GiveMembershipOperation);
  const give = (event: FormEvent) => {
    event.preventDefault();
    setGiven(null);
    run({ organization: id, email, role }, ({ invitePerson: result }) => {
      if (result.__typename === 'InvitePersonSuccess') setGiven(result.person.email);
      // What was typed meanwhile stays.
      setEmail((now) => (now === email ? '' : now));
    });
  };
  return (
    <Modal title={`Members of ${name}`} close={close}>
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Loading the members" />}
      {data && <Members people={data.people} />}
      <form onSubmit={give} noValidate>
        <div className="row g-2">
          <EmailAndRole
            {...{ email, setEmail, role, setRole, refusals }}
            columns={['col-12 col-sm-8', 'col-12 col-sm-4']}
          />
        </div>
        <Refusals of={refusals.filter(({ field }) => field !== 'email' && field !== 'role')} />
        <p role="status" className="small text-success-emphasis mt-2 mb-0">
          {given !== null && `${given} belongs to ${name} now. Nothing is sent to them.`}
        </p>
        <DialogButtons action="Give a membership" isPending={isPending} close={close} />
      </form>
    </Modal>
  );
}

function Members({ people }: Pick<MembersQuery, 'people'>) {
  if (people.length === 0) return <p>Nobody belongs to it yet. An admin can invite all others.</p>;
  return (
    <ul className="organizations-members">
      {people.map(({ id, name, email, givenRole, configuredRole, lastSignInAt }) => (
        <li key={id}>
          <span className="settings-name">{email ?? name ?? `Person ${id}`}</span>
          <span className="settings-detail">
            {[
              givenRole && ROLE_NAMES[givenRole],
              configuredRole && `${ROLE_NAMES[configuredRole]} by the configuration`,
              lastSignInAt === null && 'has not signed in yet',
            ]
              .filter(Boolean)
              .join(', ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
