import { InvalidValueError, LastOperatorError, NotFoundError } from '#src/core/errors.ts';
import type { ConfiguredUsers } from '#src/core/role.ts';
import { read, write } from '#src/service/scope.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { isRowId } from '#src/store/engine/id-page.ts';
import {
  deletePerson,
  findPerson,
  findPersonByEmail,
  insertPerson,
  listPeople,
  lockPeople,
  type StoredPerson,
  saveOperator,
} from '#src/store/people.ts';
import { checkEmail, type PeopleScope } from './people.ts';

/** A person who manages the organizations of the installation. */
export interface Operator extends Pick<StoredPerson, 'email' | 'name' | 'lastSignInAt'> {
  /** Null for an address of the configuration that nobody has signed in with yet. */
  readonly id: number | null;
  readonly hasSignedIn: boolean;
  /** Whether another operator made them one. */
  readonly isAppointed: boolean;
  /** Whether the configuration does. */
  readonly isConfigured: boolean;
}

/**
 * The operators, in order of their first invitation or sign-in, then those who were never here.
 * @param scope on the first organization
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listOperators(scope: PeopleScope): Promise<Operator[]> {
  return read(scope, 'organizations:manage', async (reader) => {
    const people = (await listPeople(reader)).map((person) => seenAsOperator(scope, person));
    const known = new Set(people.map(({ email }) => email));
    const absent = [...scope.users].flatMap(([email, { isOperator }]) =>
      isOperator && !known.has(email) ? [neverHere(email)] : [],
    );
    return [...people.filter(isOperatorNow), ...absent];
  });
}

/**
 * Makes a person an operator, by e-mail address. Somebody unknown is invited so: their first sign-in accepts it.
 * @param scope on the first organization, in whose audit trail it is
 * @throws UnauthenticatedError, ForbiddenError; InvalidValueError for an invalid address
 */
export function appointOperator(scope: PeopleScope, { email: address }: { readonly email: string }): Promise<Operator> {
  return write(scope, { permission: 'organizations:manage' }, async (tx) => {
    const email = checkEmail(address);
    await lockPeople(tx);
    const { at: createdAt, actor: createdBy } = scope;
    const invited = { email, identity: null, createdAt, createdBy };
    const person = (await findPersonByEmail(tx, email)) ?? (await insertPerson(tx, invited));
    if (person.isOperator) return { result: seenAsOperator(scope, person), audit: [] };
    await saveOperator(tx, person.id, true);
    const result = seenAsOperator(scope, { ...person, isOperator: true });
    return { result, audit: [{ action: 'operator.appointed', detail: { person: person.id, email } }] };
  });
}

/**
 * Undoes an appointment, effective immediately. Memberships stay; whoever has none is removed with their sessions.
 * @param scope on the first organization, in whose audit trail it is
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError; InvalidValueError for an operator by configuration alone;
 *   LastOperatorError
 */
export function dismissOperator(scope: PeopleScope, { id }: { readonly id: number }): Promise<Operator> {
  return write(scope, { permission: 'organizations:manage' }, async (tx) => {
    await lockPeople(tx);
    const person = isRowId(id) ? await findPerson(tx, id) : null;
    const before = person && seenAsOperator(scope, person);
    if (!person || !before || !isOperatorNow(before))
      throw new NotFoundError(`There is no operator ${id}`, { field: 'id' });
    if (!before.isAppointed) {
      const message = `${person.email} is an operator by QBR_USERS: change it there and start the servers again`;
      throw new InvalidValueError(message, { field: 'id' });
    }
    await refuseLastOperator(tx, scope, person);
    await saveOperator(tx, id, false);
    const isOfNone = person.memberships.size === 0 && !(person.email !== null && scope.users.has(person.email));
    if (isOfNone) await deletePerson(tx, id);
    const detail = { person: id, email: person.email };
    return { result: { ...before, isAppointed: false }, audit: [{ action: 'operator.dismissed', detail }] };
  });
}

/**
 * Checks that somebody can still sign in and manage: an operator by configuration, or another one appointed who has signed in.
 * A key does not count, because it expires. The command line and local mode stay operators, and so may dismiss everyone.
 * @throws LastOperatorError
 */
async function refuseLastOperator(
  tx: Transaction,
  { viewer, users }: PeopleScope,
  { id, identity }: StoredPerson,
): Promise<void> {
  if (viewer.memberships === null || identity === null) return;
  if ([...users.values()].some(({ isOperator }) => isOperator)) return;
  const people = await listPeople(tx);
  if (people.some((each) => each.id !== id && each.isOperator && each.identity !== null)) return;
  throw new LastOperatorError(
    'This is the last operator who has signed in. Appoint another person first, or dismiss them at the command line.',
    { field: 'id' },
  );
}

function seenAsOperator({ users }: { readonly users: ConfiguredUsers }, person: StoredPerson): Operator {
  const { id, email, name, lastSignInAt, identity, isOperator: isAppointed } = person;
  const isConfigured = email !== null && users.get(email)?.isOperator === true;
  return { id, email, name, lastSignInAt, hasSignedIn: identity !== null, isAppointed, isConfigured };
}

function neverHere(email: string): Operator {
  const never = { id: null, name: null, lastSignInAt: null, hasSignedIn: false };
  return { ...never, email, isAppointed: false, isConfigured: true };
}

function isOperatorNow({ isAppointed, isConfigured }: Operator): boolean {
  return isAppointed || isConfigured;
}
