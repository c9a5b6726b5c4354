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
 * Lets somebody in, or does not. Whoever has signed in before is known by issuer and subject. Anybody else needs an
 * invitation to one of their addresses, by configuration or by an admin, which this sign-in uses up; or a role in the
 * directory.
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
    : welcome(tx, identity, settings));
  if (roleOf(known, identity.directoryRole, configuredRoles) === null) throw notInvited();
  const { issuer, subject, name } = identity;
  return saveSignedIn(tx, known.id, { identity: { issuer, subject }, name, at });
}

/** Somebody known who was let in by the directory alone, and has been invited by an address since. */
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

/** The row of somebody who signs in for the first time. */
async function welcome(
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
      'Somebody else has signed in with your address before. An admin can remove them, so that you can sign in.',
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
