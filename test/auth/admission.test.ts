import { beforeEach, expect, it } from 'vitest';
import { admit } from '#src/auth/admission.ts';
import { invitePerson } from '#src/service/access/people.ts';
import { createOrganization } from '#src/service/organizations/manage.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { NOW, scopeOn } from '../kit/services.ts';

const HOUR_MS = 3_600_000;

describeOnBothDatabases('an invitation of somebody whom the directory has admitted', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('keeps in each organization who gave the membership, and when', async () => {
    const { database } = use();
    const { id } = await createOrganization(scopeOn(database), { name: 'Second MSP' });
    const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
    const identity = {
      issuer: 'https://login.example.com',
      subject: 'ann',
      name: 'Ann',
      directoryRole: 'viewer',
      providerSession: null,
    } as const;
    const signIn = (emails: readonly string[], at: Date) =>
      database.transaction((tx) => admit(tx, { ...identity, emails: [...emails] }, { users: new Map(), at }));
    const person = await signIn([], NOW);
    const invite = (organizationId: number, actor: string, at: Date) => {
      const scope = { ...scopeOn(database, at, organizationId), actor, users: new Map() };
      return invitePerson(scope, { email: 'ann@example.com', role: 'editor' });
    };
    await invite(1, 'Bob', later(1));
    await invite(id, 'Cat', later(2));
    expect(await signIn(['ann@example.com'], later(3))).toMatchObject({ id: person.id, email: 'ann@example.com' });
    const memberships = await database.prisma.membership.findMany({ orderBy: { organizationId: 'asc' } });
    expect(memberships).toEqual([
      { organizationId: 1, personId: person.id, role: 'editor', createdBy: 'Bob', createdAt: later(1) },
      { organizationId: id, personId: person.id, role: 'editor', createdBy: 'Cat', createdAt: later(2) },
    ]);
  });
});
