import { NotFoundError } from '#src/core/errors.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { isRowId } from '#src/store/engine/id-page.ts';
import { deleteSessions, listSessions as listStoredSessions, type StoredSession } from '#src/store/sessions.ts';

export type { StoredSession } from '#src/store/sessions.ts';

/**
 * All active sessions, newest first.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listSessions(scope: Scope): Promise<StoredSession[]> {
  return read(scope, 'people:manage', (reader) => listStoredSessions(reader, { now: scope.at }));
}

/**
 * Ends a session: its next request is unauthenticated.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError if it does not exist or has ended
 */
export async function revokeSession(scope: Scope, { id }: { readonly id: number }): Promise<StoredSession> {
  return write(scope, { permission: 'people:manage' }, async (tx) => {
    const session = isRowId(id) ? await findSession(tx, id, scope.at) : undefined;
    if (!session) throw new NotFoundError(`There is no session ${id}`, { field: 'id' });
    await deleteSessions(tx, { id });
    const detail = { session: id, person: session.person.id };
    return { result: session, audit: [{ action: 'session.revoked', detail }] };
  });
}

async function findSession(reader: Reader, id: number, now: Date): Promise<StoredSession | undefined> {
  return (await listStoredSessions(reader, { now })).find((session) => session.id === id);
}
