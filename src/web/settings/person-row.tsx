import { useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { ConfirmedAction } from '#src/web/controls/confirmed-action.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { ROLE_NAMES } from '#src/web/frame/role.ts';
import {
  ChangePersonRoleOperation,
  type PeopleQuery,
  RemovePersonOperation,
  type Role,
} from '#src/web/gql/operations.ts';
import { formatDate, formatInstant } from '#src/web/values/format.ts';
import { RoleSelect } from './role-select.tsx';

export type Person = PeopleQuery['people'][number];

interface PersonProps {
  readonly person: Person;
}

interface PersonRowProps extends PersonProps {
  /** Announces an action outside the row, which may be gone. */
  announce(words: string): void;
}

/** A person, whose role can be changed and who can be removed. */
export function PersonRow({ person, announce }: PersonRowProps) {
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
      <td data-label="Added">
        {originOf(person)}
        <span className="settings-detail">{formatDate(person.createdAt)}</span>
      </td>
      <td data-label="Last sign-in">{lastSignInAt === null ? 'never' : formatInstant(lastSignInAt)}</td>
      <td className="settings-action">
        <RemovePerson person={person} announce={announce} />
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

/** The role assigned by an admin; a change is saved explicitly. */
function PersonRole({ person }: PersonProps) {
  const { id, givenRole, configuredRole } = person;
  const [chosen, setChosen] = useState<Role | null>(null);
  const { refusals, isPending, run, forget } = useRefusableChange(ChangePersonRoleOperation);
  const isChanged = chosen !== null && chosen !== givenRole;
  const cancel = () => {
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
              onClick={() =>
                run({ input: { id, role: chosen } }, () => setChosen((now) => (now === chosen ? null : now)))
              }
            >
              Save
            </button>
            <button type="button" className="btn btn-outline-secondary" onClick={cancel}>
              Cancel
            </button>
          </>
        )}
      </div>
      {configuredRole !== null && (
        <span className="settings-detail">
          {ROLE_NAMES[configuredRole]} by the configuration; a higher role given here applies
        </span>
      )}
      <Refusals of={refusals} />
    </>
  );
}

function RemovePerson({ person, announce }: PersonRowProps) {
  const title = titleOf(person);
  return (
    <ConfirmedAction
      action="Remove"
      label={`Remove ${title}`}
      question={`Remove ${title}?`}
      operation={RemovePersonOperation}
      variables={{ input: { id: person.id } }}
      whenDone={() => announce(`${title} is removed.`)}
    >
      <p>Their access here ends immediately. The values that they have entered stay.</p>
      {person.configuredRole !== null && (
        <p>QBR_USERS lists their address: they can sign in again until it is removed from there.</p>
      )}
      {person.createdBy === 'directory' && <p>The directory may give them access again.</p>}
    </ConfirmedAction>
  );
}
