import { auditOrigin } from '#src/auth/audit-origin.ts';
import { requirePermission } from '#src/auth/permissions.ts';
import { NotFoundError } from '#src/core/errors.ts';
import { type AccessContext, HIGHEST_ID } from '#src/service/access-context.ts';
import { appendAudit } from '#src/store/audit.ts';
import { deleteSessions, listSessions as listStoredSessions, type StoredSession } from '#src/store/sessions.ts';

export type { StoredSession } from '#src/store/sessions.ts';

/**
 * Where people are signed in, newest first.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listSessions({
  database,
  viewer,
  at,
}: Pick<AccessContext, 'database' | 'viewer' | 'at'>): Promise<StoredSession[]> {
  requirePermission(viewer, 'people:manage');
  return listStoredSessions(database.prisma, { now: at });
}

/**
 * Ends a session: its next request is nobody's.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError where there is none, or no more
 */
export async function revokeSession(
  { database, organizationId, viewer, actor, at }: AccessContext,
  { id }: { readonly id: number },
): Promise<StoredSession> {
  requirePermission(viewer, 'people:manage');
  return database.transaction(async (tx) => {
    const session = id > 0 && id <= HIGHEST_ID ? await findLasting(tx, id, at) : undefined;
    if (!session) throw new NotFoundError(`There is no session ${id}`, { field: 'id' });
    await deleteSessions(tx, { id });
    const detail = { session: id, person: session.person.id };
    await appendAudit(tx, organizationId, {
      at,
      actor,
      origin: auditOrigin(viewer),
      action: 'session.revoked',
      detail,
    });
    return session;
  });
}

async function findLasting(tx: Parameters<typeof listStoredSessions>[0], id: number, now: Date) {
  return (await listStoredSessions(tx, { now })).find((session) => session.id === id);
}
