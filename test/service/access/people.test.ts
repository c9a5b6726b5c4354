import { beforeEach, describe, expect, it } from 'vitest';
import { NOBODY, type Role } from '#src/auth/viewer.ts';
import {
  changePersonRole,
  invitePerson,
  listPeople,
  type PeopleScope,
  removePerson,
} from '#src/service/access/people.ts';
import { listSessions, revokeSession } from '#src/service/access/sessions.ts';
import { createOrganization } from '#src/service/organizations/manage.ts';
import { insertPerson, saveMembership } from '#src/store/people.ts';
import { insertSession } from '#src/store/sessions.ts';
import { keyViewer } from '../../auth/viewers.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { NOW, ORGANIZATION_ID, scopeOn } from '../../kit/services.ts';
import { usersOf } from '../../kit/users.ts';

const HOUR_MS = 3_600_000;
const LATER = new Date(NOW.getTime() + HOUR_MS);

describeOnBothDatabases('people', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const context = (configured: Record<string, Role> = {}): PeopleScope => ({
    ...scopeOn(use().database),
    users: usersOf(configured),
  });
  /** Somebody who has signed in. */
  const known = (email: string, role: Role | null) =>
    use().database.transaction(async (tx) => {
      const identity = { issuer: 'https://login.example.com', subject: email };
      const person = await insertPerson(tx, { email, identity, createdAt: NOW, createdBy: 'tester' });
      const membership = { organizationId: ORGANIZATION_ID, personId: person.id };
      if (role) await saveMembership(tx, { ...membership, role }, { at: NOW, by: 'tester' });
      return person;
    });
  const session = (personId: number, expiresAt = new Date(NOW.getTime() + HOUR_MS)) =>
    use().database.transaction((tx) =>
      insertSession(tx, {
        ...{ personId, expiresAt, createdAt: new Date(NOW.getTime() - HOUR_MS), address: null },
        ...{ directoryRole: null, providerSession: null },
        secretHash: String(personId).repeat(64).slice(0, 63) + String(expiresAt.getTime() % 10),
      }),
    );
  const audit = () => use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });

  it('are invited by an address, whatever its case, and once', async () => {
    const person = await invitePerson(context(), { email: ' Ann@Example.com ', role: 'editor' });
    expect(person).toMatchObject({
      email: 'ann@example.com',
      givenRole: 'editor',
      hasSignedIn: false,
      createdBy: 'tester',
    });
    expect(await listPeople(context())).toEqual([person]);
    await expect(invitePerson(context(), { email: 'ANN@example.com', role: 'admin' })).rejects.toMatchObject({
      code: 'CONFLICT',
      field: 'email',
    });
    expect(await audit()).toMatchObject([
      { action: 'person.invited', detail: { email: 'ann@example.com', role: 'editor' } },
    ]);
  });

  it.each(['', 'ann', 'ann@', 'ann@example', 'ann @example.com', `${'a'.repeat(100)}@example.com`])(
    'are not invited by %j',
    async (email) => {
      await expect(invitePerson(context(), { email, role: 'viewer' })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    },
  );

  it('are given another role, which is recorded with the one before', async () => {
    const { id } = await known('ann@example.com', 'viewer');
    expect(await changePersonRole(context(), { id, role: 'editor' })).toMatchObject({ givenRole: 'editor' });
    await changePersonRole(context(), { id, role: 'editor' });
    expect(await audit()).toMatchObject([
      { action: 'person.role_changed', detail: { before: 'viewer', after: 'editor' } },
    ]);
  });

  it('are removed with their sessions', async () => {
    const { id } = await known('ann@example.com', 'viewer');
    await session(id);
    await removePerson(context(), { id });
    expect(await listPeople(context())).toEqual([]);
    expect(await listSessions(context())).toEqual([]);
  });

  describe('keep an admin', () => {
    it('who can be neither demoted nor removed while there is no other who has signed in', async () => {
      const { id } = await known('ann@example.com', 'admin');
      await invitePerson(context(), { email: 'bob@example.com', role: 'admin' });
      await known('eve@example.com', 'editor');
      for (const act of [
        () => changePersonRole(context(), { id, role: 'viewer' }),
        () => removePerson(context(), { id }),
      ]) {
        await expect(act()).rejects.toMatchObject({ name: 'LastAdminError', code: 'CONFLICT' });
      }
      await known('carl@example.com', 'admin');
      await removePerson(context(), { id });
    });

    it('also where two are removed at the same time', async () => {
      const [ann, bob] = [await known('ann@example.com', 'admin'), await known('bob@example.com', 'admin')];
      const acts = await Promise.allSettled([ann, bob].map(({ id }) => removePerson(context(), { id })));
      expect(acts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('unless configuration names one', async () => {
      const { id } = await known('ann@example.com', 'admin');
      await removePerson(context({ 'root@example.com': 'admin' }), { id });
      expect(await listPeople(context())).toEqual([]);
    });
  });

  it('are shown where they are signed in, and signed out there by an admin', async () => {
    const { id } = await known('ann@example.com', 'viewer');
    await session(id, new Date(NOW.getTime() - 1));
    const lasting = await session(id);
    expect(await listSessions(context())).toMatchObject([{ id: lasting, person: { email: 'ann@example.com' } }]);
    await revokeSession(context(), { id: lasting });
    expect(await listSessions(context())).toEqual([]);
    await expect(revokeSession(context(), { id: lasting })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await audit()).toMatchObject([{ action: 'session.revoked', detail: { session: lasting, person: id } }]);
  });

  it('belong to several organizations, of which each is told its own', async () => {
    const { database } = use();
    const { id: organizationId } = await createOrganization(scopeOn(database), { name: 'Other' });
    const other = { ...scopeOn(database, LATER, organizationId), actor: 'olga', users: usersOf({}) };
    const ann = await invitePerson(context(), { email: 'ann@example.com', role: 'admin' });
    expect(await listPeople(other)).toEqual([]);
    await expect(changePersonRole(other, { id: ann.id, role: 'viewer' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(removePerson(other, { id: ann.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const there = await invitePerson(other, { email: 'ann@example.com', role: 'viewer' });
    expect(there).toMatchObject({ id: ann.id, givenRole: 'viewer', createdBy: 'olga', createdAt: LATER });
    expect(await listPeople(context())).toEqual([ann]);
    await session(ann.id);
    await removePerson(other, { id: ann.id });
    expect(await listPeople(other)).toEqual([]);
    expect(await listSessions(context())).toHaveLength(1);
    expect(
      await database.prisma.auditEntry.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
    ).toMatchObject(['organization.created', 'person.invited', 'person.removed'].map((action) => ({ action })));
  });

  it('are managed by admins alone', async () => {
    for (const viewer of [keyViewer('editor'), NOBODY]) {
      const by = { ...context(), viewer };
      await expect(invitePerson(by, { email: 'ann@example.com', role: 'admin' })).rejects.toThrow();
      await expect(changePersonRole(by, { id: 1, role: 'admin' })).rejects.toThrow();
      await expect(removePerson(by, { id: 1 })).rejects.toThrow();
      await expect(revokeSession(by, { id: 1 })).rejects.toThrow();
      await expect(listPeople(by)).rejects.toThrow();
      await expect(listSessions(by)).rejects.toThrow();
    }
  });

  it('have numbers, and others are unknown', async () => {
    for (const id of [1, 0, -1, 2 ** 31]) {
      await expect(removePerson(context(), { id })).rejects.toMatchObject({ code: 'NOT_FOUND', field: 'id' });
    }
  });
});
