import type { Transaction } from '#src/store/engine/database.ts';
import {
  deletePerson,
  findPersonByEmail,
  findPersonByIdentity,
  insertPerson,
  lockPeople,
  type StoredPerson,
  saveInvitation,
  saveSignedIn,
} from '#src/store/people.ts';
import type { ProviderIdentity } from './identity.ts';
import { SignInRefusedError } from './sign-in-errors.ts';
import { type ConfiguredRoles, roleOf } from './viewer.ts';

interface AdmissionSettings {
  readonly configuredRoles: ConfiguredRoles;
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
  { configuredRoles, at }: AdmissionSettings,
): Promise<StoredPerson> {
  await lockPeople(tx);
  const person = await findPersonByIdentity(tx, identity);
  const settings = { configuredRoles, at };
  const known = await (person
    ? withInvitation(tx, person, { identity, configuredRoles })
    : firstSignIn(tx, identity, settings));
  if (roleOf(known, identity.directoryRole, configuredRoles) === null) throw notInvited();
  const { issuer, subject, name } = identity;
  return saveSignedIn(tx, known.id, { identity: { issuer, subject }, name, at });
}

/** Applies an invitation to a person who was first admitted by a directory role and was invited later. */
async function withInvitation(
  tx: Transaction,
  person: StoredPerson,
  { identity, configuredRoles }: { readonly identity: ProviderIdentity; readonly configuredRoles: ConfiguredRoles },
): Promise<StoredPerson> {
  if (person.email !== null) return person;
  for (const email of identity.emails) {
    const row = await findPersonByEmail(tx, email);
    if (row?.identity || (!row && !configuredRoles.has(email))) continue;
    if (row) await deletePerson(tx, row.id);
    return saveInvitation(tx, person.id, { email, role: row?.role ?? person.role });
  }
  return person;
}

/** The row of a person who signs in for the first time. */
async function firstSignIn(
  tx: Transaction,
  { emails, directoryRole, issuer, subject }: ProviderIdentity,
  { configuredRoles, at }: AdmissionSettings,
): Promise<StoredPerson> {
  const rows = await Promise.all(emails.map((email) => findPersonByEmail(tx, email)));
  const taken = rows.find((row) => row?.identity);
  const invitation = rows.find((row) => row && !row.identity);
  if (invitation) return invitation;
  const free = emails.filter((_, index) => rows[index] === null);
  const configured = free.find((email) => configuredRoles.has(email));
  if (configured !== undefined || (directoryRole !== null && !taken)) {
    const email = configured ?? free[0] ?? null;
    const createdBy = configured ? 'QBR_USERS' : 'directory';
    return insertPerson(tx, { email, identity: { issuer, subject }, role: null, createdAt: at, createdBy });
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
