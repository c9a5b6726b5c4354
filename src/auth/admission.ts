import type { ConfiguredUsers } from '#src/core/role.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import {
  deletePerson,
  findPersonByEmail,
  findPersonByIdentity,
  insertPerson,
  lockPeople,
  type StoredPerson,
  saveInvitation,
  saveMembership,
  saveSignedIn,
} from '#src/store/people.ts';
import type { ProviderIdentity } from './identity.ts';
import { isOperator, membershipsOf } from './person-access.ts';
import { SignInRefusedError } from './sign-in-errors.ts';

interface AdmissionSettings {
  readonly users: ConfiguredUsers;
  readonly at: Date;
}

/**
 * Admits an identity. A person who has signed in before is found by issuer and subject. Anyone else needs an invitation to
 * one of their addresses, from the configuration or an admin, which this sign-in accepts; or a role in the directory.
 * @throws SignInRefusedError
 */
export async function admit(
  tx: Transaction,
  identity: ProviderIdentity,
  { users, at }: AdmissionSettings,
): Promise<StoredPerson> {
  await lockPeople(tx);
  const person = await findPersonByIdentity(tx, identity);
  const settings = { users, at };
  const known = await (person
    ? withInvitation(tx, person, { identity, ...settings })
    : firstSignIn(tx, identity, settings));
  const belongsSomewhere = membershipsOf(known, identity.directoryRole, users).size > 0;
  if (!belongsSomewhere && !isOperator(known, users)) throw notInvited();
  const { issuer, subject, name } = identity;
  return saveSignedIn(tx, known.id, { identity: { issuer, subject }, name, at });
}

/** Applies an invitation to a person who was first admitted by a directory role and was invited later. */
async function withInvitation(
  tx: Transaction,
  person: StoredPerson,
  { identity, users, at }: AdmissionSettings & { readonly identity: ProviderIdentity },
): Promise<StoredPerson> {
  if (person.email !== null) return person;
  for (const email of identity.emails) {
    const row = await findPersonByEmail(tx, email);
    if (row?.identity || (!row && !users.has(email))) continue;
    if (row) await deletePerson(tx, row.id);
    for (const [organizationId, role] of row?.memberships ?? []) {
      // Each organization keeps who gave it, and when.
      const given = row?.givenBy.get(organizationId);
      const by = given?.createdBy ?? 'QBR_USERS';
      await saveMembership(tx, { organizationId, personId: person.id, role }, { at: given?.createdAt ?? at, by });
    }
    return saveInvitation(tx, person.id, { email, isOperator: person.isOperator || row?.isOperator === true });
  }
  return person;
}

/** The row of a person who signs in for the first time. */
async function firstSignIn(
  tx: Transaction,
  { emails, directoryRole, issuer, subject }: ProviderIdentity,
  { users, at }: AdmissionSettings,
): Promise<StoredPerson> {
  const rows = await Promise.all(emails.map((email) => findPersonByEmail(tx, email)));
  const taken = rows.find((row) => row?.identity);
  const invitation = rows.find((row) => row && !row.identity);
  if (invitation) return invitation;
  const free = emails.filter((_, index) => rows[index] === null);
  const configured = free.find((email) => users.has(email));
  if (configured !== undefined || (directoryRole !== null && !taken)) {
    const email = configured ?? free[0] ?? null;
    const createdBy = configured ? 'QBR_USERS' : 'directory';
    return insertPerson(tx, { email, identity: { issuer, subject }, createdAt: at, createdBy });
  }
  if (taken) {
    throw new SignInRefusedError(
      'address_taken',
      'Another account has already signed in with your address. Ask an admin to remove that person, then sign in again.',
    );
  }
  throw notInvited();
}

function notInvited(): SignInRefusedError {
  return new SignInRefusedError(
    'not_invited',
    'You are not invited. Ask an admin of this server to invite your address.',
  );
}
