import type { Role } from '#src/core/role.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { type StoredPerson, storedPerson, WITH_MEMBERSHIPS } from './people.ts';

/** A person’s session. */
export interface StoredSession {
  readonly id: number;
  readonly person: StoredPerson;
  /** The role given by the directory at this sign-in. */
  readonly directoryRole: Role | null;
  /** The client's address at the sign-in; null if unknown. */
  readonly address: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A session to store. */
export interface NewSession extends Omit<StoredSession, 'id' | 'person'> {
  /** SHA-256 of the cookie’s value. */
  readonly secretHash: string;
  readonly personId: number;
  /** The provider's `sid`. */
  readonly providerSession: string | null;
}

const WITH_PERSON = { person: { include: WITH_MEMBERSHIPS } } as const;

/** @returns the session's id */
export async function insertSession(tx: Transaction, session: NewSession): Promise<number> {
  const { id } = await tx.session.create({ data: session, select: { id: true } });
  return id;
}

/** The session of a cookie, even if it has expired. */
export async function findSession(reader: Reader, secretHash: string): Promise<StoredSession | null> {
  const row = await reader.session.findFirst({ where: { secretHash }, include: WITH_PERSON });
  return row && storedSession(row);
}

/** The sessions that expire after `now`, newest first; of one person, of one session of the provider, or all. */
export async function listSessions(
  reader: Reader,
  { now, ...selected }: { readonly now: Date; readonly personId?: number; readonly providerSession?: string },
): Promise<StoredSession[]> {
  const rows = await reader.session.findMany({
    where: { expiresAt: { gt: now }, ...selected },
    include: WITH_PERSON,
    orderBy: { id: 'desc' },
  });
  return rows.map(storedSession);
}

/** Which sessions to end. */
export type SessionSelection =
  | { readonly id: number }
  | { readonly secretHash: string }
  | { readonly personId: number }
  | { readonly providerSession: string }
  | { readonly expiredBy: Date };

/** Ends sessions. @returns how many were ended */
export async function deleteSessions(tx: Transaction, selection: SessionSelection): Promise<number> {
  const where = 'expiredBy' in selection ? { expiresAt: { lte: selection.expiredBy } } : selection;
  const { count } = await tx.session.deleteMany({ where });
  return count;
}

type SessionRow = Awaited<ReturnType<Reader['session']['findFirstOrThrow']>> & {
  readonly person: Parameters<typeof storedPerson>[0];
};

function storedSession({ id, person, directoryRole, address, createdAt, expiresAt }: SessionRow): StoredSession {
  const role = directoryRole as Role | null;
  return { id, person: storedPerson(person), directoryRole: role, address, createdAt, expiresAt };
}
