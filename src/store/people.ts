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
  /** The roles that admins and operators gave them, by organization; empty if only configuration or directory give any. */
  readonly memberships: ReadonlyMap<number, Role>;
  /** Who gave each of these roles first, and when. */
  readonly givenBy: ReadonlyMap<number, Pick<StoredPerson, 'createdAt' | 'createdBy'>>;
  /** Whether an operator made them one. */
  readonly isOperator: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastSignInAt: Date | null;
}

/** What is read with every person. */
export const WITH_MEMBERSHIPS = { memberships: { orderBy: { organizationId: 'asc' } } } as const;

/** All people, in order of creation. */
export async function listPeople(reader: Reader): Promise<StoredPerson[]> {
  const rows = await reader.person.findMany({ orderBy: { id: 'asc' }, include: WITH_MEMBERSHIPS });
  return rows.map(storedPerson);
}

export async function findPerson(reader: Reader, id: number): Promise<StoredPerson | null> {
  const row = await reader.person.findFirst({ where: { id }, include: WITH_MEMBERSHIPS });
  return row && storedPerson(row);
}

export async function findPersonByIdentity(reader: Reader, identity: Identity): Promise<StoredPerson | null> {
  const { issuer, subject } = identity;
  const where = { issuer, subject };
  const row = await reader.person.findFirst({ where, include: WITH_MEMBERSHIPS });
  return row && storedPerson(row);
}

/** @param email in lower case */
export async function findPersonByEmail(reader: Reader, email: string): Promise<StoredPerson | null> {
  const row = await reader.person.findFirst({ where: { email }, include: WITH_MEMBERSHIPS });
  return row && storedPerson(row);
}

/** Locks people against other writers until `tx` ends, so that invitations and the last admin are checked one at a time. */
export async function lockPeople(tx: Transaction): Promise<void> {
  await tx.$executeRaw`LOCK TABLE qbr_person IN SHARE ROW EXCLUSIVE MODE`;
}

export async function insertPerson(
  tx: Transaction,
  { identity, ...person }: Pick<StoredPerson, 'email' | 'identity' | 'createdAt' | 'createdBy'>,
): Promise<StoredPerson> {
  return storedPerson(await tx.person.create({ data: { ...person, ...identity }, include: WITH_MEMBERSHIPS }));
}

/** Records a sign-in and the identity at the provider. */
export async function saveSignedIn(
  tx: Transaction,
  id: number,
  { identity, name, at }: { readonly identity: Identity; readonly name: string | null; readonly at: Date },
): Promise<StoredPerson> {
  const { issuer, subject } = identity;
  const data = { issuer, subject, name, lastSignInAt: at };
  return storedPerson(await tx.person.update({ where: { id }, data, include: WITH_MEMBERSHIPS }));
}

/** Gives an existing person the address of an invitation, and whether it makes them an operator. */
export async function saveInvitation(
  tx: Transaction,
  id: number,
  invitation: Pick<StoredPerson, 'email' | 'isOperator'>,
): Promise<StoredPerson> {
  return storedPerson(await tx.person.update({ where: { id }, data: invitation, include: WITH_MEMBERSHIPS }));
}

/** Makes a person an operator, or no longer one. */
export async function saveOperator(tx: Transaction, id: number, isOperator: boolean): Promise<void> {
  await tx.person.update({ where: { id }, data: { isOperator } });
}

/** Gives a person a role in an organization, in place of the one they have there. */
export async function saveMembership(
  tx: Transaction,
  {
    organizationId,
    personId,
    role,
  }: { readonly organizationId: number; readonly personId: number; readonly role: Role },
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  const key = { organizationId, personId };
  await tx.membership.upsert({
    where: { organizationId_personId: key },
    create: { ...key, role, createdAt: at, createdBy: by },
    update: { role },
  });
}

/** Takes a person's role in an organization, which may be none. */
export async function deleteMembership(tx: Transaction, organizationId: number, personId: number): Promise<void> {
  await tx.membership.deleteMany({ where: { organizationId, personId } });
}

/** Removes a person, their memberships and sessions. */
export async function deletePerson(tx: Transaction, id: number): Promise<void> {
  await tx.session.deleteMany({ where: { personId: id } });
  await tx.person.delete({ where: { id } });
}

type PersonRow = NonNullable<Awaited<ReturnType<Reader['person']['findUnique']>>> & {
  readonly memberships: readonly NonNullable<Awaited<ReturnType<Reader['membership']['findFirst']>>>[];
};

export function storedPerson({ issuer, subject, role: _before, memberships, ...row }: PersonRow): StoredPerson {
  const identity = issuer !== null && subject !== null ? { issuer, subject } : null;
  const roles = memberships.map(({ organizationId, role }) => [organizationId, role as Role] as const);
  const givenBy = memberships.map(
    ({ organizationId, createdAt, createdBy }) => [organizationId, { createdAt, createdBy }] as const,
  );
  return { ...row, identity, memberships: new Map(roles), givenBy: new Map(givenBy) };
}
