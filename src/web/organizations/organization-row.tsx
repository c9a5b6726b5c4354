import { useState } from 'react';
import { ConfirmedAction } from '#src/web/controls/confirmed-action.tsx';
import { ArchiveOrganizationOperation } from '#src/web/gql/operations.ts';
import { FIRST_ORGANIZATION, reviewOf } from '#src/web/organization.ts';
import { useShell } from '#src/web/shell.ts';
import { formatDate } from '#src/web/values/format.ts';
import type { ListedOrganization } from './listed-organization.ts';
import { MembersDialog } from './members-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';

interface OrganizationRowProps {
  readonly organization: ListedOrganization;
  announce(words: string): void;
}

/** An organization with what an operator does with it; a link to its review for who belongs to it. */
export function OrganizationRow({ organization, announce }: OrganizationRowProps) {
  const { id, name, slug, timeZone, archivedAt } = organization;
  const [dialog, setDialog] = useState<'members' | 'rename' | null>(null);
  const { memberships } = useShell().viewer;
  const isMember = memberships.some(({ organizationId }) => organizationId === id);
  const close = () => setDialog(null);
  return (
    <tr>
      <th scope="row">
        <span className="settings-name">{isMember ? <a href={reviewOf(id)}>{name}</a> : name}</span>
        <span className="settings-detail">{slug}</span>
      </th>
      <td data-label="Number">{id}</td>
      <td data-label="Time zone">{timeZone}</td>
      <td data-label="State">{archivedAt === null ? 'active' : `archived ${formatDate(archivedAt)}`}</td>
      <td className="organizations-actions">
        {archivedAt === null && (
          <>
            <RowButton action="Members" of={name} act={() => setDialog('members')} />
            <RowButton action="Rename" of={name} act={() => setDialog('rename')} />
          </>
        )}
        {id !== FIRST_ORGANIZATION && <Archive organization={organization} announce={announce} />}
        {dialog === 'members' && <MembersDialog organization={organization} close={close} />}
        {dialog === 'rename' && <RenameDialog organization={organization} close={close} announce={announce} />}
      </td>
    </tr>
  );
}

interface RowButtonProps {
  readonly action: string;
  /** The organization's name. */
  readonly of: string;
  act(): void;
}

function RowButton({ action, of, act }: RowButtonProps) {
  return (
    <button type="button" className="btn btn-sm btn-outline-secondary" aria-label={`${action}: ${of}`} onClick={act}>
      {action}
    </button>
  );
}

/** Archives an active organization, and makes an archived one active again. */
function Archive({ organization: { id, name, archivedAt }, announce }: OrganizationRowProps) {
  const isArchived = archivedAt !== null;
  const action = isArchived ? 'Make active' : 'Archive';
  return (
    <ConfirmedAction
      action={action}
      label={`${action}: ${name}`}
      question={isArchived ? `Make ${name} active again?` : `Archive ${name}?`}
      operation={ArchiveOrganizationOperation}
      variables={{ input: { id, archived: !isArchived } }}
      whenDone={() => announce(isArchived ? `${name} is active again.` : `${name} is archived.`)}
    >
      <p>
        {isArchived
          ? 'Its numbers are collected and can be changed again.'
          : 'Its members can still read it. Nothing is collected or changed until it is made active again.'}
      </p>
    </ConfirmedAction>
  );
}
