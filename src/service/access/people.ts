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
 * All people who were invited or have signed in, in order of creation.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listPeople(scope: Scope): Promise<StoredPerson[]> {
  return read(scope, 'people:manage', listStoredPeople);
}

/**
 * Invites a person by e-mail address. The first sign-in with it accepts the invitation; afterwards the person is identified
 * by the provider's subject.
 * @throws UnauthenticatedError, ForbiddenError; InvalidValueError for an invalid address, AlreadyInvitedError
 */
export async function invitePerson(
  scope: Scope,
  { email: address, role }: { readonly email: string; readonly role: Role },
): Promise<StoredPerson> {
  return write(scope, { permission: 'people:manage' }, async (tx) => {
    const email = checkEmail(address);
    await lockPeople(tx);
    if (await findPersonByEmail(tx, email)) {
      throw new AlreadyInvitedError(`${email} has already been invited; change their role instead`, { field: 'email' });
    }
    const { at: createdAt, actor: createdBy } = scope;
    const person = await insertPerson(tx, { email, identity: null, role, createdAt, createdBy });
    return { result: person, audit: [{ action: 'person.invited', detail: { person: person.id, email, role } }] };
  });
}

function checkEmail(given: string): string {
  const email = given.trim().toLowerCase();
  if (isEmailAddress(email)) return email;
  const message = `The e-mail address must be one such as ann@example.com, of at most ${MAX_EMAIL_CHARACTERS} characters`;
  throw new InvalidValueError(message, { field: 'email' });
}

/**
 * Changes the role that admins gave a person. Roles from configuration and directory are unaffected; the highest role applies.
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
 * Removes a person and ends their sessions. A person with a role from configuration or directory may sign in again, and the
 * address may be invited again.
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
 * Checks that an admin remains: one by configuration, or one appointed by an admin who has signed in. Roles from the directory
 * are known only during a session, so they do not count.
 * @param person the person after the change
 * @throws LastAdminError
 */
async function refuseLastAdmin(tx: Transaction, { configuredRoles }: PeopleScope, person: StoredPerson): Promise<void> {
  if ([...configuredRoles.values()].includes('admin')) return;
  const before = await listStoredPeople(tx);
  const isAdmin = (each: StoredPerson): boolean => each.role === 'admin' && each.identity !== null;
  if (!before.some((each) => each.id === person.id && isAdmin(each)) || isAdmin(person)) return;
  if (before.some((each) => each.id !== person.id && isAdmin(each))) return;
  throw new LastAdminError('This is the last admin who has signed in. Make another person an admin first.', {
    field: 'id',
  });
}

async function requirePerson(tx: Transaction, id: number): Promise<StoredPerson> {
  const person = isRowId(id) ? await findPerson(tx, id) : null;
  if (!person) throw new NotFoundError(`There is no person ${id}`, { field: 'id' });
  return person;
}
