import { beforeEach, describe, expect, it } from 'vitest';
import { LOCAL_VIEWER, NOBODY, type Viewer } from '#src/auth/viewer.ts';
import type { ConfiguredUsers } from '#src/core/role.ts';
import { appointOperator, dismissOperator, listOperators } from '#src/service/access/operators.ts';
import { invitePerson, listPeople, type PeopleScope } from '#src/service/access/people.ts';
import { createOrganization } from '#src/service/organizations/manage.ts';
import { insertPerson, saveOperator } from '#src/store/people.ts';
import { keyViewer } from '../../auth/viewers.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { NOW, scopeOn } from '../../kit/services.ts';

/** An address that the configuration makes an operator. */
const CONFIGURED: ConfiguredUsers = new Map([['olga@example.com', { memberships: new Map(), isOperator: true }]]);
/** An operator who is signed in, without a membership. */
const SIGNED_IN: Viewer = { ...keyViewer(), kind: 'person', id: 'person:1', name: 'ann@example.com', isOperator: true };

describeOnBothDatabases('operators', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const context = (users: ConfiguredUsers = new Map(), viewer = SIGNED_IN): PeopleScope => ({
    ...scopeOn(use().database),
    ...{ users, viewer, actor: viewer.name },
  });
  /** An operator who has signed in. */
  const signedIn = (email: string) =>
    use().database.transaction(async (tx) => {
      const identity = { issuer: 'https://login.example.com', subject: email };
      const person = await insertPerson(tx, { email, identity, createdAt: NOW, createdBy: 'tester' });
      await saveOperator(tx, person.id, true);
      return person;
    });
  const audit = () => use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });

  it('are appointed by an address, once, and are invited so', async () => {
    const operator = await appointOperator(context(), { email: ' Bob@Example.com ' });
    const expected = { email: 'bob@example.com', isAppointed: true, isConfigured: false, hasSignedIn: false };
    expect(operator).toMatchObject(expected);
    expect(await appointOperator(context(), { email: 'bob@example.com' })).toEqual(operator);
    expect(await listOperators(context())).toEqual([operator]);
    // They are nobody in an organization.
    expect(await listPeople(context())).toEqual([]);
    const [entry, ...others] = await audit();
    expect(entry).toMatchObject({ action: 'operator.appointed', organizationId: 1, actor: 'ann@example.com' });
    expect(entry?.detail).toMatchObject({ person: operator.id, email: 'bob@example.com' });
    expect(others).toEqual([]);
    await expect(appointOperator(context(), { email: 'bob' })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  });

  it('are listed with those of the configuration, whether they were here or not', async () => {
    await appointOperator(context(), { email: 'bob@example.com' });
    const olga = { email: 'olga@example.com', isAppointed: false, isConfigured: true };
    expect(await listOperators(context(CONFIGURED))).toMatchObject([
      { email: 'bob@example.com', isConfigured: false },
      { ...olga, id: null },
    ]);
    const { id } = await appointOperator(context(CONFIGURED), { email: 'olga@example.com' });
    await dismissOperator(context(CONFIGURED), { id: id ?? 0 });
    expect(await listOperators(context(CONFIGURED))).toMatchObject([
      { email: 'bob@example.com' },
      { ...olga, id, hasSignedIn: false },
    ]);
    const again = dismissOperator(context(CONFIGURED), { id: id ?? 0 });
    await expect(again).rejects.toMatchObject({ code: 'INVALID_VALUE', message: expect.stringContaining('QBR_USERS') });
  });

  it('are dismissed, keep their memberships, and are gone without any', async () => {
    const { database } = use();
    const { id: organizationId } = await createOrganization(scopeOn(database), { name: 'Other' });
    const other = { ...scopeOn(database, NOW, organizationId), users: new Map() };
    const bob = await appointOperator(context(), { email: 'bob@example.com' });
    const eve = await appointOperator(context(), { email: 'eve@example.com' });
    await invitePerson(other, { email: 'bob@example.com', role: 'viewer' });
    for (const { id } of [bob, eve]) await dismissOperator(context(), { id: id ?? 0 });
    expect(await listOperators(context())).toEqual([]);
    expect(await listPeople(other)).toMatchObject([{ email: 'bob@example.com', givenRole: 'viewer' }]);
    expect((await database.prisma.person.findMany()).map(({ email }) => email)).toEqual(['bob@example.com']);
    expect((await audit()).map(({ action }) => action).slice(-2)).toEqual(['operator.dismissed', 'operator.dismissed']);
    for (const id of [bob.id ?? 0, 0, -1, 2 ** 31])
      await expect(dismissOperator(context(), { id })).rejects.toMatchObject({ code: 'NOT_FOUND', field: 'id' });
  });

  describe('keep one who can sign in', () => {
    it('whom no operator and no key can dismiss, while nobody else has signed in', async () => {
      const { id } = await signedIn('ann@example.com');
      await appointOperator(context(), { email: 'bob@example.com' });
      for (const viewer of [SIGNED_IN, { ...keyViewer(), isOperator: true }]) {
        const dismissing = dismissOperator(context(new Map(), viewer), { id });
        await expect(dismissing).rejects.toMatchObject({ name: 'LastOperatorError', code: 'CONFLICT', field: 'id' });
      }
      await signedIn('carl@example.com');
      await dismissOperator(context(), { id });
    });

    it('also where two are dismissed at the same time', async () => {
      const [ann, bob] = [await signedIn('ann@example.com'), await signedIn('bob@example.com')];
      const acts = await Promise.allSettled([ann, bob].map(({ id }) => dismissOperator(context(), { id })));
      expect(acts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('unless configuration names one, or whoever asks stays one without signing in', async () => {
      await dismissOperator(context(CONFIGURED), { id: (await signedIn('ann@example.com')).id });
      for (const viewer of [LOCAL_VIEWER, scopeOn(use().database).viewer])
        await dismissOperator(context(new Map(), viewer), { id: (await signedIn('ann@example.com')).id });
      expect(await listOperators(context())).toEqual([]);
    });
  });

  it('are managed by operators alone', async () => {
    for (const viewer of [keyViewer('admin'), NOBODY]) {
      const by = context(new Map(), viewer);
      const refusal = { code: viewer === NOBODY ? 'UNAUTHENTICATED' : 'FORBIDDEN' };
      await expect(appointOperator(by, { email: 'ann@example.com' })).rejects.toMatchObject(refusal);
      await expect(dismissOperator(by, { id: 1 })).rejects.toMatchObject(refusal);
      await expect(listOperators(by)).rejects.toMatchObject(refusal);
    }
    expect(await use().database.prisma.person.count()).toBe(0);
  });
});
