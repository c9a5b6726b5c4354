import { auditOrigin } from '#src/auth/audit-origin.ts';
import { requirePermission } from '#src/auth/permissions.ts';
import type { ConfiguredRoles } from '#src/auth/role.ts';
import type { Role } from '#src/auth/viewer.ts';
import { AlreadyInvitedError, InvalidValueError, LastAdminError, NotFoundError } from '#src/core/errors.ts';
import { type AccessContext, HIGHEST_ID } from '#src/service/access-context.ts';
import { appendAudit } from '#src/store/audit.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import {
  deletePerson,
  findPerson,
  findPersonByEmail,
  insertPerson,
  listPeople as listStoredPeople,
  lockPeople,
  type StoredPerson,
  savePersonRole,
} from '#src/store/people.ts';

export type { StoredPerson } from '#src/store/people.ts';

const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;
const MOST_EMAIL_CHARACTERS = 100;

/** Who manages people, and whom configuration lets in besides. */
export interface PeopleContext extends AccessContext {
  readonly configuredRoles: ConfiguredRoles;
}

/**
 * Everybody who was invited or has signed in, in the order in which they came.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listPeople({ database, viewer }: Pick<AccessContext, 'database' | 'viewer'>): Promise<StoredPerson[]> {
  requirePermission(viewer, 'people:manage');
  return listStoredPeople(database.prisma);
}

/**
 * Invites somebody by their address. The first sign-in with it uses the invitation up; from then on they are known by how
 * the provider knows them.
 * @throws UnauthenticatedError, ForbiddenError; InvalidValueError for what is no address, AlreadyInvitedError
 */
export async function invitePerson(
  { database, organizationId, viewer, actor, at }: AccessContext,
  { email: given, role }: { readonly email: string; readonly role: Role },
): Promise<StoredPerson> {
  requirePermission(viewer, 'people:manage');
  const email = given.trim().toLowerCase();
  if (!EMAIL.test(email) || email.length > MOST_EMAIL_CHARACTERS) {
    const message = `An e-mail address such as ann@example.com, of at most ${MOST_EMAIL_CHARACTERS} characters, is needed`;
    throw new InvalidValueError(message, { field: 'email' });
  }
  return database.transaction(async (tx) => {
    await lockPeople(tx);
    const known = await findPersonByEmail(tx, email);
    if (known)
      throw new AlreadyInvitedError(`${email} was invited before; change their role instead`, { field: 'email' });
    const person = await insertPerson(tx, { email, identity: null, role, createdAt: at, createdBy: actor });
    const detail = { person: person.id, email, role };
    await appendAudit(tx, organizationId, { at, actor, origin: auditOrigin(viewer), action: 'person.invited', detail });
    return person;
  });
}

/**
 * Gives somebody another role. What configuration or the directory give them stands beside it: the highest counts.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError, LastAdminError
 */
export async function changePersonRole(
  context: PeopleContext,
  { id, role }: { readonly id: number; readonly role: Role },
): Promise<StoredPerson> {
  const { database, organizationId, viewer, actor, at } = context;
  requirePermission(viewer, 'people:manage');
  return database.transaction(async (tx) => {
    await lockPeople(tx);
    const before = await requirePerson(tx, id);
    if (before.role === role) return before;
    await refuseLastAdmin(tx, context, { ...before, role });
    const person = await savePersonRole(tx, id, role);
    const detail = { person: id, email: person.email, before: before.role, after: role };
    const origin = auditOrigin(viewer);
    await appendAudit(tx, organizationId, { at, actor, origin, action: 'person.role_changed', detail });
    return person;
  });
}

/**
 * Removes somebody and ends their sessions. Whom configuration or the directory let in may sign in again, also as somebody
 * else to the provider: an address that was taken is free again.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError, LastAdminError
 */
export async function removePerson(context: PeopleContext, { id }: { readonly id: number }): Promise<StoredPerson> {
  const { database, organizationId, viewer, actor, at } = context;
  requirePermission(viewer, 'people:manage');
  return database.transaction(async (tx) => {
    await lockPeople(tx);
    const person = await requirePerson(tx, id);
    await refuseLastAdmin(tx, context, { ...person, role: null });
    await deletePerson(tx, id);
    const detail = { person: id, email: person.email, role: person.role };
    await appendAudit(tx, organizationId, { at, actor, origin: auditOrigin(viewer), action: 'person.removed', detail });
    return person;
  });
}

/**
 * Somebody must be left who can manage people: an admin by configuration, or one by an admin's gift who has signed in.
 * Roles of the directory are known only while somebody is signed in, so nobody is counted on for those.
 * @param person as they are to be
 */
async function refuseLastAdmin(
  tx: Transaction,
  { configuredRoles }: PeopleContext,
  person: StoredPerson,
): Promise<void> {
  if ([...configuredRoles.values()].includes('admin')) return;
  const before = await listStoredPeople(tx);
  const isAdmin = (each: StoredPerson): boolean => each.role === 'admin' && each.identity !== null;
  if (!before.some((each) => each.id === person.id && isAdmin(each)) || isAdmin(person)) return;
  if (before.some((each) => each.id !== person.id && isAdmin(each))) return;
  throw new LastAdminError('This is the last admin who has signed in. Make somebody else an admin first.', {
    field: 'id',
  });
}

async function requirePerson(tx: Transaction, id: number): Promise<StoredPerson> {
  const person = id > 0 && id <= HIGHEST_ID ? await findPerson(tx, id) : null;
  if (!person) throw new NotFoundError(`There is no person ${id}`, { field: 'id' });
  return person;
}
