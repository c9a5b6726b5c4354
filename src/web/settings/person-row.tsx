import { useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { ROLE_NAMES } from '#src/web/frame/role.ts';
import {
  ChangePersonRoleOperation,
  type PeopleQuery,
  RemovePersonOperation,
  type Role,
} from '#src/web/gql/operations.ts';
import { formatDate, formatInstant } from '#src/web/values/format.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { RoleSelect } from './role-select.tsx';

export type Person = PeopleQuery['people'][number];

interface PersonProps {
  readonly person: Person;
}

interface PersonRowProps extends PersonProps {
  /** Says what has been done, beyond the row: it may be gone. */
  tell(words: string): void;
}

/** Somebody who may come in: what they may do can be changed, and they can be removed. */
export function PersonRow({ person, tell }: PersonRowProps) {
  const { name, email, lastSignInAt } = person;
  const title = titleOf(person);
  return (
    <tr>
      <th scope="row">
        <span className="settings-name">{title}</span>
        {name !== null && email !== null && <span className="settings-detail">{email}</span>}
      </th>
      <td data-label="Role">
        <PersonRole person={person} />
      </td>
      <td data-label="Let in">
        {originOf(person)}
        <span className="settings-detail">{formatDate(person.createdAt)}</span>
      </td>
      <td data-label="Last sign-in">{lastSignInAt === null ? 'never' : formatInstant(lastSignInAt)}</td>
      <td className="settings-action">
        <RemovePerson person={person} tell={tell} />
      </td>
    </tr>
  );
}

function titleOf({ id, name, email }: Person): string {
  return name ?? email ?? `Person ${id}`;
}

function originOf({ createdBy }: Person): string {
  if (createdBy === 'QBR_USERS') return 'By the configuration';
  if (createdBy === 'directory') return 'By the directory';
  return `Invited by ${createdBy}`;
}

/** The role that an admin gave: another one is chosen first, and then saved. */
function PersonRole({ person }: PersonProps) {
  const { id, givenRole, configuredRole } = person;
  const [chosen, setChosen] = useState<Role | null>(null);
  const { refusals, isPending, run, forget } = useRefusableChange(ChangePersonRoleOperation);
  const isChanged = chosen !== null && chosen !== givenRole;
  const giveUp = () => {
    setChosen(null);
    forget();
  };
  return (
    <>
      <div className="settings-role">
        <RoleSelect aria-label={`Role of ${titleOf(person)}`} value={chosen ?? givenRole} choose={setChosen} />
        {isChanged && (
          <>
            <button
              type="button"
              className="btn btn-primary"
              aria-disabled={isPending}
              onClick={() => run({ input: { id, role: chosen } }, () => setChosen(null))}
            >
              Save
            </button>
            <button type="button" className="btn btn-outline-secondary" onClick={giveUp}>
              Cancel
            </button>
          </>
        )}
      </div>
      {configuredRole !== null && (
        <span className="settings-detail">{ROLE_NAMES[configuredRole]} by the configuration; the higher counts</span>
      )}
      <Refusals of={refusals} />
    </>
  );
}

function RemovePerson({ person, tell }: PersonRowProps) {
  const [isAsking, setAsking] = useState(false);
  const { refusals, isPending, run, forget } = useRefusableChange(RemovePersonOperation);
  const title = titleOf(person);
  const close = () => {
    setAsking(false);
    forget();
  };
  const remove = () =>
    run({ input: { id: person.id } }, () => {
      close();
      tell(`${title} is removed.`);
    });
  return (
    <>
      <button
        type="button"
        className="btn btn-sm btn-outline-secondary"
        aria-label={`Remove ${title}`}
        onClick={() => setAsking(true)}
      >
        Remove
      </button>
      {isAsking && (
        <ConfirmDialog title={`Remove ${title}?`} action="Remove" confirm={remove} {...{ refusals, isPending, close }}>
          <p>They are signed out everywhere, at once. What they have entered stays.</p>
          {person.configuredRole !== null && (
            <p>The configuration (QBR_USERS) names their address: they may sign in again until it does so no more.</p>
          )}
          {person.createdBy === 'directory' && <p>The directory may let them in again.</p>}
        </ConfirmDialog>
      )}
    </>
  );
}
