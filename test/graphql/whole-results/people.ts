import type { Viewer } from '#src/auth/viewer.ts';
import { invitePerson } from '#src/service/access/people.ts';
import type { Database } from '#src/store/engine/database.ts';
import { memberOfFirst } from '../../auth/viewers.ts';
import { scopeOn } from '../../kit/services.ts';
import { usersOf } from '../../kit/users.ts';

const SIGNED_IN_AT = new Date('2026-07-10T13:00:00Z');
const ENDS_AT = new Date('2026-07-10T21:00:00Z');
const BEFORE = new Date('2026-07-01T12:00:00Z');

/** Ann at her first session: the only admin who has signed in. */
export const ANN: Viewer = {
  ...{ kind: 'person', id: 'person:1', name: 'Ann Archer', ...memberOfFirst('admin'), isLocal: false },
  session: { id: 1, personId: 1, expiresAt: ENDS_AT },
  address: '192.0.2.7',
};

/** Somebody of each kind who may come in: by an admin's gift, by the configuration, by the directory, and yet to come. */
export async function enterPeople(database: Database): Promise<void> {
  await enterSignedIn(database);
  await enterKeys(database);
  const byAnn = { ...scopeOn(database, SIGNED_IN_AT), viewer: ANN, actor: ANN.name, users: usersOf({}) };
  await invitePerson(byAnn, { email: 'Bob@example.com', role: 'editor' });
}

async function enterSignedIn({ prisma }: Database): Promise<void> {
  const signedIn = { issuer: 'https://login.example.com', lastSignInAt: SIGNED_IN_AT, createdAt: BEFORE };
  await prisma.person.createMany({
    data: [
      { ...signedIn, subject: '1', email: 'ann@example.com', name: 'Ann Archer', createdBy: 'operator' },
      { ...signedIn, subject: '2', email: 'cleo@example.com', name: 'Cleo Clark', createdBy: 'QBR_USERS' },
      { ...signedIn, subject: '3', name: 'Dana Dole', createdBy: 'directory' },
    ],
  });
  const given = { createdAt: BEFORE, createdBy: 'operator' };
  await prisma.membership.create({ data: { ...given, organizationId: 1, personId: 1, role: 'admin' } });
  const session = { createdAt: SIGNED_IN_AT, expiresAt: ENDS_AT };
  await prisma.session.createMany({
    data: [
      { ...session, secretHash: '1'.repeat(64), personId: 1, address: '192.0.2.7' },
      { ...session, secretHash: '2'.repeat(64), personId: 3, directoryRole: 'viewer' },
    ],
  });
}

async function enterKeys({ prisma }: Database): Promise<void> {
  const made = { secretHash: '3'.repeat(64), createdAt: BEFORE, createdBy: 'operator' };
  const used = { lastUsedAt: SIGNED_IN_AT, lastUsedFrom: '192.0.2.8' };
  const revoked = { revokedAt: SIGNED_IN_AT, revokedBy: 'operator' };
  await prisma.apiKey.createMany({
    data: [
      { ...made, ...used, name: 'Reporting', prefix: 'qbr_reportin', role: 'viewer' },
      { ...made, name: 'Import of June', prefix: 'qbr_importju', role: 'editor', expiresAt: SIGNED_IN_AT },
      { ...made, ...used, ...revoked, name: 'Lost laptop', prefix: 'qbr_lostlapt', role: 'admin' },
    ],
  });
}
