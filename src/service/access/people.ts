import type { ConfiguredRoles, Role } from '#src/auth/viewer.ts';
import { isEmailAddress, MAX_EMAIL_CHARACTERS } from '#src/core/email-address.ts';
import { AlreadyInvitedError, InvalidValueError, LastAdminError, NotFoundError } from '#src/core/errors.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { isRowId } from '#src/store/engine/id-page.ts';
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

/** Who manages people, and the roles that configuration gives by address. */
export interface PeopleScope extends Scope {
  readonly configuredRoles: ConfiguredRoles;
}

/**
 * Everybody who was invited or has signed in, in the order in which they came.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listPeople(scope: Scope): Promise<StoredPerson[]> {
  return read(scope, 'people:manage', listStoredPeople);
}

/**
 * Invites somebody by their address. The first sign-in with it accepts the invitation; afterwards the person is identified
 * by the provider's subject.
 * @throws UnauthenticatedError, ForbiddenError; InvalidValueError for what is no address, AlreadyInvitedError
 */
export async function invitePerson(
  scope: Scope,
  { email: given, role }: { readonly email: string; readonly role: Role },
): Promise<StoredPerson> {
  return write(scope, { permission: 'people:manage' }, async (tx) => {
    const email = checkEmail(given);
    await lockPeople(tx);
    if (await findPersonByEmail(tx, email)) {
      throw new AlreadyInvitedError(`${email} was invited before; change their role instead`, { field: 'email' });
    }
    const { at: createdAt, actor: createdBy } = scope;
    const person = await insertPerson(tx, { email, identity: null, role, createdAt, createdBy });
    return { result: person, audit: [{ action: 'person.invited', detail: { person: person.id, email, role } }] };
  });
}

function checkEmail(given: string): string {
  const email = given.trim().toLowerCase();
  if (isEmailAddress(email)) return email;
  const message = `An e-mail address such as ann@example.com, of at most ${MAX_EMAIL_CHARACTERS} characters, is needed`;
  throw new InvalidValueError(message, { field: 'email' });
}

/**
 * Gives somebody another role. What configuration or the directory give them stands beside it: the highest counts.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError, LastAdminError
 */
export async function changePersonRole(
  scope: PeopleScope,
  { id, role }: { readonly id: number; readonly role: Role },
): Promise<StoredPerson> {
  return write(scope, { permission: 'people:manage' }, async (tx) => {
    await lockPeople(tx);
    const before = await requirePerson(tx, id);
    if (before.role === role) return { result: before, audit: [] };
    await refuseLastAdmin(tx, scope, { ...before, role });
    const person = await savePersonRole(tx, id, role);
    const detail = { person: id, email: person.email, before: before.role, after: role };
    return { result: person, audit: [{ action: 'person.role_changed', detail }] };
  });
}

/**
 * Removes somebody and ends their sessions. Those whom configuration or the directory let in may sign in again, and the
 * address of a removed person may be invited again.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError, LastAdminError
 */
export async function removePerson(scope: PeopleScope, { id }: { readonly id: number }): Promise<StoredPerson> {
  return write(scope, { permission: 'people:manage' }, async (tx) => {
    await lockPeople(tx);
    const person = await requirePerson(tx, id);
    await refuseLastAdmin(tx, scope, { ...person, role: null });
    await deletePerson(tx, id);
    const detail = { person: id, email: person.email, role: person.role };
    return { result: person, audit: [{ action: 'person.removed', detail }] };
  });
}

/**
 * Somebody must be left who can manage people: an admin by configuration, or one by an admin's gift who has signed in.
 * Roles of the directory are known only while somebody is signed in, so nobody is counted on for those.
 * @param person as they are to be
 */
async function refuseLastAdmin(tx: Transaction, { configuredRoles }: PeopleScope, person: StoredPerson): Promise<void> {
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
  const person = isRowId(id) ? await findPerson(tx, id) : null;
  if (!person) throw new NotFoundError(`There is no person ${id}`, { field: 'id' });
  return person;
}
