import type { ConfiguredUsers } from '#src/core/role.ts';
import { acrossOrganizations } from '#src/store/engine/organization-context.ts';
import type { StoredPerson } from '#src/store/people.ts';
import { findSession, type StoredSession } from '#src/store/sessions.ts';
import type { AuthenticatorSettings } from './credentials.ts';
import type { KnownCredentials } from './known-credentials.ts';
import { isOperator, membershipsOf } from './person-access.ts';
import { hashSecret } from './secret.ts';
import { accessBy, type Viewer } from './viewer.ts';

const SECRET = /^[\w-]{43}$/;
const MAX_NAME_CHARACTERS = 100;

/** Authenticates requests by session cookie; null if it is invalid or its session has ended. */
export function createSessionStrategy(
  { database, clock, users }: Pick<AuthenticatorSettings, 'database' | 'clock' | 'users'>,
  known: KnownCredentials,
): (secret: string) => Promise<Viewer | null> {
  return async (secret) => {
    if (!SECRET.test(secret)) return null;
    const hash = hashSecret(secret);
    const now = clock();
    const remembered = known.get(hash);
    if (remembered) return remembered.expiresAt !== null && remembered.expiresAt <= now ? null : remembered.viewer;
    const keep = known.begin();
    const session = await acrossOrganizations(() => findSession(database.prisma, hash));
    if (!session || session.expiresAt <= now) return null;
    const viewer = viewerOfSession(session, users);
    keep(hash, { viewer, expiresAt: session.expiresAt });
    return viewer;
  };
}

/** The viewer of a session. Roles are evaluated on each read, because configuration and invitations change. */
export function viewerOfSession(
  { id, person, directoryRole, expiresAt }: StoredSession,
  users: ConfiguredUsers,
): Viewer {
  return {
    kind: 'person',
    id: `person:${person.id}`,
    name: nameOfPerson(person),
    ...accessBy(membershipsOf(person, directoryRole, users), isOperator(person, users)),
    isLocal: false,
    session: { id, personId: person.id, expiresAt },
    address: null,
  };
}

/**
 * The name of a person in history and audit trail: the e-mail address, which is unique, or the directory's name with the
 * person's id, because names are not unique.
 */
export function nameOfPerson({ id, email, name }: Pick<StoredPerson, 'id' | 'email' | 'name'>): string {
  if (email !== null) return email;
  const number = ` (person ${id})`;
  return `${(name ?? 'unnamed').slice(0, MAX_NAME_CHARACTERS - number.length)}${number}`;
}
