import { NotFoundError } from '#src/core/errors.ts';
import { read, write } from '#src/service/scope.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { isRowId } from '#src/store/engine/id-page.ts';
import { deleteSessions, listSessions as listStoredSessions, type StoredSession } from '#src/store/sessions.ts';
import { isMember, type OrganizationPerson, type PeopleScope, seenBy } from './people.ts';

/** A session of a person who belongs to the organization. */
export interface OrganizationSession extends Omit<StoredSession, 'person'> {
  readonly person: OrganizationPerson;
}

/**
 * The active sessions of the organization's people, newest first.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError
 */
export function listSessions(scope: PeopleScope): Promise<OrganizationSession[]> {
  return read(scope, 'people:manage', (reader) => sessionsOf(reader, scope));
}

/**
 * Ends a session: its next request is unauthenticated.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError; NotFoundError if it does not exist or has ended
 */
export async function revokeSession(scope: PeopleScope, { id }: { readonly id: number }): Promise<OrganizationSession> {
  return write(scope, { permission: 'people:manage' }, async (tx) => {
    const session = isRowId(id) ? (await sessionsOf(tx, scope)).find((each) => each.id === id) : undefined;
    if (!session) throw new NotFoundError(`There is no session ${id}`, { field: 'id' });
    await deleteSessions(tx, { id });
    const detail = { session: id, person: session.person.id };
    return { result: session, audit: [{ action: 'session.revoked', detail }] };
  });
}

async function sessionsOf(reader: Reader, scope: PeopleScope): Promise<OrganizationSession[]> {
  const sessions = await listStoredSessions(reader, { now: scope.at });
  return sessions
    .filter(({ person }) => isMember(scope, person))
    .map(({ person, ...session }) => ({ ...session, person: seenBy(scope, person) }));
}
