import { apiKeyState } from '#src/auth/api-key.ts';
import { isPermitted } from '#src/auth/permissions.ts';
import { membershipsOf } from '#src/auth/person-access.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { ForbiddenError } from '#src/core/errors.ts';
import type { ConfiguredUsers, Role } from '#src/core/role.ts';
import { findApiKey } from '#src/store/api-keys.ts';
import type { StoredProposal } from '#src/store/closing-proposals.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { findPerson } from '#src/store/people.ts';
import { listSessions } from '#src/store/sessions.ts';

/**
 * Who is accountable for what a viewer does, where two different people are needed. A person is accountable for every API key
 * that they created, and for what such a key creates; a key that was created at the command line or in local mode stands for
 * whoever it was given to. All commands of the command line are of one person.
 * @returns the id of a viewer: `person:3`, `key:12`, `operator`
 * @throws ForbiddenError for a key whose creator was not recorded
 */
export async function accountableIdOf(reader: Reader, { id }: Pick<Viewer, 'id'>): Promise<string> {
  const keyId = idAfter('key:', id);
  if (keyId === null) return id;
  const creatorId = (await findApiKey(reader, keyId))?.creatorId ?? null;
  if (creatorId === null) {
    throw new ForbiddenError(
      'It is not recorded who created this API key, so a second person cannot be told from them. Create a new key.',
    );
  }
  const isOfPerson = creatorId.startsWith('person:') || creatorId.startsWith('key:');
  return isOfPerson ? accountableIdOf(reader, { id: creatorId }) : id;
}

/** The role that the directory gave a person at the sign-in of this session; null without one. */
export async function directoryRoleOf(reader: Reader, { session }: Viewer, now: Date): Promise<Role | null> {
  if (!session) return null;
  const sessions = await listSessions(reader, { now, personId: session.personId });
  return sessions.find(({ id }) => id === session.id)?.directoryRole ?? null;
}

/**
 * Whether the proposer could still make the proposal: a person who is an admin by appointment, configuration or directory, or
 * a key that is neither revoked nor expired. What the directory said at the last sign-in counts.
 */
export async function isProposerAdmin(
  reader: Reader,
  { proposerId, directoryRole }: Pick<StoredProposal, 'proposerId' | 'directoryRole'>,
  {
    organizationId,
    users,
    now,
  }: { readonly organizationId: number; readonly users: ConfiguredUsers; readonly now: Date },
): Promise<boolean> {
  const keyId = idAfter('key:', proposerId);
  if (keyId !== null) {
    const key = await findApiKey(reader, keyId);
    const isOwn = key?.organizationId === organizationId;
    return isOwn && apiKeyState(key, now) === 'valid' && mayClose(key.role);
  }
  const personId = idAfter('person:', proposerId);
  if (personId === null) return true;
  const person = await findPerson(reader, personId);
  if (!person) return false;
  const [newest] = await listSessions(reader, { now, personId });
  const memberships = membershipsOf(person, newest ? newest.directoryRole : directoryRole, users);
  return mayClose(memberships.get(organizationId) ?? null);
}

function mayClose(role: Role | null): boolean {
  return isPermitted({ roles: role ? [role] : [], isOperator: false }, 'periods:close');
}

function idAfter(prefix: string, id: string): number | null {
  return id.startsWith(prefix) ? Number(id.slice(prefix.length)) : null;
}
