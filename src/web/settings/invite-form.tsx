import { type FormEvent, useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { InvitePersonOperation, type Role } from '#src/web/gql/operations.ts';
import { EmailAndRole } from './email-and-role.tsx';
import { SubmitButton } from './submit-button.tsx';

/** Invites a person by e-mail address. */
export function InviteForm() {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('VIEWER');
  const [invited, setInvited] = useState<string | null>(null);
  const { refusals, isPending, run } = useRefusableChange(InvitePersonOperation);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInvited(null);
    run({ input: { email, role } }, ({ invitePerson: result }) => {
      if (result.__typename === 'InvitePersonSuccess') setInvited(result.person.email);
      // What was typed meanwhile stays.
      setEmail((now) => (now === email ? '' : now));
    });
  };
  return (
    <form className="row g-2 mb-4" onSubmit={submit} noValidate>
      <EmailAndRole
        {...{ email, setEmail, role, setRole, refusals }}
        columns={['col-12 col-md-5', 'col-12 col-md-3']}
      />
      <SubmitButton label="Invite" isPending={isPending} />
      <div className="col-12">
        <Refusals of={refusals.filter(({ field }) => field === null)} />
        <div role="status" className="small text-success-emphasis">
          {invited !== null && `${invited} can sign in now.`}
        </div>
      </div>
    </form>
  );
}
