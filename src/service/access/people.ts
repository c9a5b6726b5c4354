import { configuredRole } from '#src/auth/person-access.ts';
import type { Role } from '#src/auth/viewer.ts';
import { isEmailAddress, MAX_EMAIL_CHARACTERS } from '#src/core/email-address.ts';
import { AlreadyInvitedError, InvalidValueError, LastAdminError, NotFoundError } from '#src/core/errors.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { ConfiguredUsers } from '#src/core/role.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { isRowId } from '#src/store/engine/id-page.ts';
import {
  deleteMembership,
  deletePerson,
  findPerson,
  findPersonByEmail,
  insertPerson,
  listPeople as listStoredPeople,
  lockPeople,
  type StoredPerson,
  saveMembership,
} from '#src/store/people.ts';

/** Who manages the people of an organization, and what the configuration gives people by address. */
export interface PeopleScope extends Scope {
  readonly users: ConfiguredUsers;
}

/** A person as one organization sees them: what they are in others it is not told. */
export interface OrganizationPerson
  extends Pick<StoredPerson, 'id' | 'email' | 'name' | 'createdAt' | 'createdBy' | 'lastSignInAt'> {
  readonly hasSignedIn: boolean;
  /** The role that an admin or operator gave them there; null without one. */
  readonly givenRole: Role | null;
  /** The role that the configuration gives their address there; null without one. */
  readonly configuredRole: Role | null;
}

/**
 * The people who were invited to the organization or have signed in to it, in order of creation.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError
 */
export function listPeople(scope: PeopleScope): Promise<OrganizationPerson[]> {
  return read(scope, 'people:manage', async (reader) =>
    (await peopleOf(reader, scope)).map((person) => seenBy(scope, person)),
  );
}

/**
 * Invites a person by e-mail address. The first sign-in with it accepts the invitation; afterwards the person is identified
 * by the provider's subject. Who belongs to another organization already needs no other sign-in.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError; InvalidValueError for an invalid address,
 *   AlreadyInvitedError
 */
export async function invitePerson(
  scope: PeopleScope,
  { email: address, role }: { readonly email: string; readonly role: Role },
): Promise<OrganizationPerson> {
  return write(scope, { permission: 'people:manage' }, async (tx) => {
    const email = checkEmail(address);
    await lockPeople(tx);
    const known = await findPersonByEmail(tx, email);
    if (known && isMember(scope, known)) {
      throw new AlreadyInvitedError(`${email} has already been invited; change their role instead`, { field: 'email' });
    }
    const { at: createdAt, actor: createdBy } = scope;
    const { id } = known ?? (await insertPerson(tx, { email, identity: null, createdAt, createdBy }));
    const person = await giveRole(tx, scope, { id, role });
    return { result: person, audit: [{ action: 'person.invited', detail: { person: id, email, role } }] };
  });
}

/** An address in lower case. @throws InvalidValueError */
export function checkEmail(given: string): string {
  const email = given.trim().toLowerCase();
  if (isEmailAddress(email)) return email;
  const message = `The e-mail address must be one such as ann@example.com, of at most ${MAX_EMAIL_CHARACTERS} characters`;
  throw new InvalidValueError(message, { field: 'email' });
}

/**
 * Changes the role that a person was given in the organization. Roles from configuration and directory are unaffected; the
 * highest role applies.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError; NotFoundError, LastAdminError
 */
export async function changePersonRole(
  scope: PeopleScope,
  { id, role }: { readonly id: number; readonly role: Role },
): Promise<OrganizationPerson> {
  return write(scope, { permission: 'people:manage' }, async (tx) => {
    await lockPeople(tx);
    const person = await requirePerson(tx, scope, id);
    const before = seenBy(scope, person);
    if (before.givenRole === role) return { result: before, audit: [] };
    await refuseLastAdmin(tx, scope, { person, role });
    const result = await giveRole(tx, scope, { id, role });
    const detail = { person: id, email: person.email, before: before.givenRole, after: role };
    return { result, audit: [{ action: 'person.role_changed', detail }] };
  });
}

/**
 * Removes a person from the organization; from the installation and all its sessions, if they belong to no other one. A person
 * with a role from configuration or directory may sign in again, and the address may be invited again.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError; NotFoundError, LastAdminError
 */
export async function removePerson(scope: PeopleScope, { id }: { readonly id: number }): Promise<OrganizationPerson> {
  return write(scope, { permission: 'people:manage' }, async (tx) => {
    await lockPeople(tx);
    const person = await requirePerson(tx, scope, id);
    await refuseLastAdmin(tx, scope, { person, role: null });
    await deleteMembership(tx, scope.organization.id, id);
    const others = [...person.memberships.keys()].filter((each) => each !== scope.organization.id);
    if (others.length === 0 && !person.isOperator) await deletePerson(tx, id);
    const result = seenBy(scope, person);
    const detail = { person: id, email: person.email, role: result.givenRole };
    return { result, audit: [{ action: 'person.removed', detail }] };
  });
}

async function giveRole(
  tx: Transaction,
  scope: PeopleScope,
  { id, role }: { readonly id: number; readonly role: Role },
): Promise<OrganizationPerson> {
  const membership = { organizationId: scope.organization.id, personId: id, role };
  await saveMembership(tx, membership, { at: scope.at, by: scope.actor });
  return seenBy(scope, await requirePerson(tx, scope, id));
}

/** What the organization is told of a person. */
export function seenBy({ organization, users }: PeopleScope, person: StoredPerson): OrganizationPerson {
  const { id, email, name, lastSignInAt, identity, memberships, givenBy } = person;
  // Another organization may have invited them first: who did is told there alone.
  const { createdAt, createdBy } = givenBy.get(organization.id) ?? person;
  return {
    ...{ id, email, name, createdAt, createdBy, lastSignInAt },
    hasSignedIn: identity !== null,
    givenRole: memberships.get(organization.id) ?? null,
    configuredRole: configuredRole(users, email, organization.id),
  };
}

/** The people of the scope's organization. */
export async function peopleOf(reader: Reader, scope: PeopleScope): Promise<StoredPerson[]> {
  const people = await listStoredPeople(reader);
  return people.filter((person) => isMember(scope, person));
}

/** Whether a person belongs to the scope's organization; to the first one also who has a role from the directory alone. */
export function isMember(
  { organization: { id }, users }: PeopleScope,
  { email, memberships, isOperator }: StoredPerson,
): boolean {
  if (memberships.has(id) || configuredRole(users, email, id) !== null) return true;
  const isOfNone = memberships.size === 0 && !isOperator && !(email !== null && users.has(email));
  return id === FIRST_ORGANIZATION && isOfNone;
}

/**
 * Checks that the organization keeps an admin: one by configuration, or one appointed who has signed in. Roles from the
 * directory are known only during a session, so they do not count.
 * @param change a person, and the role that they are to be given
 * @throws LastAdminError
 */
async function refuseLastAdmin(
  tx: Transaction,
  { organization: { id }, users }: PeopleScope,
  { person, role }: { readonly person: StoredPerson; readonly role: Role | null },
): Promise<void> {
  if ([...users.values()].some(({ memberships }) => memberships.get(id) === 'admin')) return;
  const isAdmin = ({ memberships, identity }: StoredPerson): boolean =>
    memberships.get(id) === 'admin' && identity !== null;
  if (!isAdmin(person) || role === 'admin') return;
  const people = await listStoredPeople(tx);
  if (people.some((each) => each.id !== person.id && isAdmin(each))) return;
  throw new LastAdminError('This is the last admin who has signed in. Make another person an admin first.', {
    field: 'id',
  });
}

async function requirePerson(tx: Transaction, scope: PeopleScope, id: number): Promise<StoredPerson> {
  const person = isRowId(id) ? await findPerson(tx, id) : null;
  if (!person || !isMember(scope, person)) throw new NotFoundError(`There is no person ${id}`, { field: 'id' });
  return person;
}
