import type { Role } from '#src/core/role.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** A person’s identity at a provider. */
export interface Identity {
  readonly issuer: string;
  /** Unique within the issuer and never reassigned. */
  readonly subject: string;
}

/** A person who was invited or has signed in. */
export interface StoredPerson {
  readonly id: number;
  /** In lower case; null if they were never invited by address. */
  readonly email: string | null;
  readonly name: string | null;
  /** Null until they have signed in. */
  readonly identity: Identity | null;
  /** The role given by an admin; null if only configuration or directory give one. */
  readonly role: Role | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastSignInAt: Date | null;
}

/** All people, in order of creation. */
export async function listPeople(reader: Reader): Promise<StoredPerson[]> {
  const rows = await reader.person.findMany({ orderBy: { id: 'asc' } });
  return rows.map(storedPerson);
}

export async function findPerson(reader: Reader, id: number): Promise<StoredPerson | null> {
  const row = await reader.person.findUnique({ where: { id } });
  return row && storedPerson(row);
}

export async function findPersonByIdentity(reader: Reader, identity: Identity): Promise<StoredPerson | null> {
  const { issuer, subject } = identity;
  const row = await reader.person.findUnique({ where: { issuer_subject: { issuer, subject } } });
  return row && storedPerson(row);
}

/** @param email in lower case */
export async function findPersonByEmail(reader: Reader, email: string): Promise<StoredPerson | null> {
  const row = await reader.person.findUnique({ where: { email } });
  return row && storedPerson(row);
}

/** Locks people against other writers until `tx` ends, so that invitations and the last admin are checked one at a time. */
export async function lockPeople(tx: Transaction): Promise<void> {
  await tx.$executeRaw`LOCK TABLE qbr_person IN SHARE ROW EXCLUSIVE MODE`;
}

export async function insertPerson(
  tx: Transaction,
  { identity, ...person }: Omit<StoredPerson, 'id' | 'name' | 'lastSignInAt'>,
): Promise<StoredPerson> {
  return storedPerson(await tx.person.create({ data: { ...person, ...identity } }));
}

/** Records a sign-in and the identity at the provider. */
export async function saveSignedIn(
  tx: Transaction,
  id: number,
  { identity, name, at }: { readonly identity: Identity; readonly name: string | null; readonly at: Date },
): Promise<StoredPerson> {
  const { issuer, subject } = identity;
  return storedPerson(await tx.person.update({ where: { id }, data: { issuer, subject, name, lastSignInAt: at } }));
}

/** Gives an existing person the address and role of an invitation. */
export async function saveInvitation(
  tx: Transaction,
  id: number,
  { email, role }: Pick<StoredPerson, 'email' | 'role'>,
): Promise<StoredPerson> {
  return storedPerson(await tx.person.update({ where: { id }, data: { email, role } }));
}

export async function savePersonRole(tx: Transaction, id: number, role: Role | null): Promise<StoredPerson> {
  return storedPerson(await tx.person.update({ where: { id }, data: { role } }));
}

/** Removes a person and their sessions. */
export async function deletePerson(tx: Transaction, id: number): Promise<void> {
  await tx.session.deleteMany({ where: { personId: id } });
  await tx.person.delete({ where: { id } });
}

type PersonRow = NonNullable<Awaited<ReturnType<Reader['person']['findUnique']>>>;

export function storedPerson({ issuer, subject, role, ...row }: PersonRow): StoredPerson {
  const identity = issuer !== null && subject !== null ? { issuer, subject } : null;
  return { ...row, identity, role: role as Role | null };
}
