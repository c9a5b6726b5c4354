import { beforeEach, describe, expect, it } from 'vitest';
import { apiKeyState } from '#src/auth/api-key.ts';
import { createAuthenticator } from '#src/auth/authenticator.ts';
import { NOBODY } from '#src/auth/viewer.ts';
import {
  createApiKey,
  createOperatorKey,
  listApiKeys,
  listOperatorKeys,
  revokeApiKey,
  revokeOperatorKey,
} from '#src/service/access/api-keys.ts';
import type { Scope } from '#src/service/scope.ts';
import { keyViewer } from '../../auth/viewers.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../../kit/databases.ts';
import { refusalsOver } from '../../kit/refusals.ts';
import { NOW, scopeOn } from '../../kit/services.ts';

const MINUTE_MS = 60_000;

describeOnOwnDatabases('API keys', (use) => {
  beforeEach(() => emptyDatabase(use()));

  let now = NOW;
  beforeEach(() => {
    now = NOW;
  });
  const later = (minutes: number): void => {
    now = new Date(now.getTime() + minutes * MINUTE_MS);
  };
  const context = (): Scope => scopeOn(use().database, now);
  const authenticator = () =>
    createAuthenticator({
      database: use().database,
      clock: () => now,
      users: new Map(),
      refusals: refusalsOver({ database: use().database, clock: () => now }),
    });
  const credentials = (apiKey: string, address = '192.0.2.1') => ({ apiKey, sessionSecret: null, address });
  const audit = () => use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });

  it('are shown once, and kept as a hash that does not tell them', async () => {
    const { key, apiKey } = await createApiKey(context(), { name: ' Dashboard ', role: 'viewer' });
    expect(key).toMatch(/^qbr_[0-9a-z]{8}_[\w-]{43}$/);
    expect(apiKey).toMatchObject({ name: 'Dashboard', role: 'viewer', prefix: key.slice(0, 12), createdBy: 'tester' });
    const kept = JSON.stringify([await use().database.prisma.apiKey.findMany(), await audit()]);
    expect(kept).not.toContain(key);
    expect(kept).not.toContain(key.slice(13));
    expect(JSON.stringify(await listApiKeys(context()))).not.toContain('secretHash');
    expect(await audit()).toMatchObject([{ actor: 'tester', action: 'key.created', detail: { name: 'Dashboard' } }]);
  });

  it('are valid until they expire or are revoked, which is what they then stay', async () => {
    const expiresAt = new Date(NOW.getTime() + 2 * MINUTE_MS);
    const { apiKey } = await createApiKey(context(), { name: 'Dashboard', role: 'viewer', expiresAt });
    const justBefore = new Date(expiresAt.getTime() - 1);
    expect([justBefore, expiresAt].map((at) => apiKeyState(apiKey, at))).toEqual(['valid', 'expired']);
    const revoked = await revokeApiKey(context(), { id: apiKey.id });
    expect([justBefore, expiresAt].map((at) => apiKeyState(revoked, at))).toEqual(['revoked', 'revoked']);
  });

  it('let a program in with their role, under a name that says that it is a key', async () => {
    const { key, apiKey } = await createApiKey(context(), { name: 'Dashboard', role: 'editor' });
    const viewer = await authenticator().authenticate(credentials(key));
    expect(viewer).toMatchObject({ kind: 'key', id: `key:${apiKey.id}`, name: 'API key Dashboard', roles: ['editor'] });
  });

  it('are refused where anything of them is wrong, and the refusal is recorded without the key', async () => {
    const { key } = await createApiKey(context(), { name: 'Dashboard', role: 'editor' });
    const { key: other } = await createApiKey(context(), { name: 'Other', role: 'admin' });
    const last = key.at(-1) === 'A' ? 'B' : 'A';
    const wrong = [
      `${key.slice(0, -1)}${last}`,
      `${key.slice(0, 12)}${other.slice(12)}`,
      '',
      'x',
      `${key}x`,
      `${key}\n`,
    ];
    for (const each of wrong) {
      await expect(authenticator().authenticate(credentials(each))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    const refusals = (await audit()).filter(({ action }) => action === 'key.refused');
    expect(refusals).toHaveLength(wrong.length);
    expect(refusals[0]).toMatchObject({ actor: 'nobody', address: '192.0.2.1', detail: { reason: 'wrong' } });
    expect(JSON.stringify(refusals)).not.toContain(key.slice(13, 30));
  });

  it('count alone: a wrong one is not made good by a cookie', async () => {
    const request = { apiKey: 'wrong', sessionSecret: 'a'.repeat(43), address: null };
    await expect(authenticator().authenticate(request)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are of no use after their end, also where they were used before it', async () => {
    const expiresAt = new Date(NOW.getTime() + 10 * MINUTE_MS);
    const { key } = await createApiKey(context(), { name: 'Short', role: 'viewer', expiresAt });
    const auth = authenticator();
    later(9);
    expect(await auth.authenticate(credentials(key))).toMatchObject({ kind: 'key' });
    later(1);
    await expect(auth.authenticate(credentials(key))).rejects.toThrow('The API key is expired');
  });

  it('are of no use once revoked, at once, also where they are remembered', async () => {
    const { key, apiKey } = await createApiKey(context(), { name: 'Lost', role: 'admin' });
    const auth = authenticator();
    while (!use().database.changes.isReliable()) await new Promise(setImmediate);
    // The first use is recorded, and whatever is written forgets what was known.
    for (let use = 1; use <= 2; use++) await auth.authenticate(credentials(key));
    const statements = await use().statementsOf(() => auth.authenticate(credentials(key)), { warm: true });
    expect(statements).toEqual([]);
    expect(await revokeApiKey(context(), { id: apiKey.id })).toMatchObject({ revokedBy: 'tester', revokedAt: NOW });
    await expect(auth.authenticate(credentials(key))).rejects.toThrow('The API key is revoked');
    await revokeApiKey({ ...context(), actor: 'somebody else' }, { id: apiKey.id });
    expect(await listApiKeys(context())).toMatchObject([{ revokedBy: 'tester' }]);
    expect((await audit()).filter(({ action }) => action === 'key.revoked')).toHaveLength(1);
  });

  it('remember their last use to the minute, and the audit trail it to the hour and the place', async () => {
    const { key } = await createApiKey(context(), { name: 'Dashboard', role: 'viewer' });
    const auth = authenticator();
    const used = async () => (await audit()).filter(({ action }) => action === 'key.used').length;
    await auth.authenticate(credentials(key));
    expect(await listApiKeys(context())).toMatchObject([{ lastUsedAt: NOW, lastUsedFrom: '192.0.2.1' }]);
    later(0.5);
    await auth.authenticate(credentials(key));
    expect(await listApiKeys(context())).toMatchObject([{ lastUsedAt: NOW }]);
    later(1);
    await auth.authenticate(credentials(key));
    expect(await listApiKeys(context())).toMatchObject([{ lastUsedAt: now }]);
    expect(await used()).toBe(1);
    later(2);
    await auth.authenticate(credentials(key, '192.0.2.2'));
    expect(await used()).toBe(2);
    later(60);
    await auth.authenticate(credentials(key, '192.0.2.2'));
    expect(await used()).toBe(3);
  });

  it('of an operator belong to no organization, and are managed by operators alone', async () => {
    const { key, operatorKey } = await createOperatorKey(context(), { name: 'Fleet' });
    const { apiKey } = await createApiKey(context(), { name: 'Dashboard', role: 'admin' });
    const viewer = await authenticator().authenticate(credentials(key));
    expect(viewer).toMatchObject({ kind: 'key', roles: [], isOperator: true, memberships: new Map() });
    const operator = { ...context(), viewer };
    expect((await listOperatorKeys(operator)).map(({ id }) => id)).toEqual([operatorKey.id]);
    expect((await listApiKeys(context())).map(({ id }) => id)).toEqual([apiKey.id]);
    await expect(revokeApiKey(context(), { id: operatorKey.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(revokeOperatorKey(operator, { id: apiKey.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(createApiKey(operator, { name: 'Mine', role: 'viewer' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const admin = { ...context(), viewer: keyViewer('admin') };
    await expect(createOperatorKey(admin, { name: 'More' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(listOperatorKeys(admin)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(revokeOperatorKey(admin, { id: operatorKey.id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await revokeOperatorKey(operator, { id: operatorKey.id })).toMatchObject({ revokedBy: 'tester' });
    await expect(authenticator().authenticate(credentials(key))).rejects.toThrow('The API key is revoked');
    const created = (await audit()).filter(({ action }) => action === 'key.created');
    expect(created.map(({ detail }) => detail)).toMatchObject([{ role: 'operator' }, { role: 'admin' }]);
  });

  describe('are refused', () => {
    it.each([
      ['without a name', { name: ' ' }, { code: 'MISSING_FIELD', field: 'name' }],
      ['with a name too long', { name: 'x'.repeat(81) }, { code: 'INVALID_VALUE', field: 'name' }],
      ['with a line break in the name', { name: 'a\nb' }, { code: 'INVALID_VALUE', field: 'name' }],
      ['with an end in the past', { expiresAt: NOW }, { code: 'INVALID_VALUE', field: 'expiresAt' }],
    ])('%s', async (_, wrong, error) => {
      const input = { name: 'Dashboard', role: 'viewer' as const, ...wrong };
      await expect(createApiKey(context(), input)).rejects.toMatchObject(error);
      expect(await listApiKeys(context())).toEqual([]);
    });

    it('a number that none has', async () => {
      for (const id of [1, 0, -1, 2 ** 31]) {
        await expect(revokeApiKey(context(), { id })).rejects.toMatchObject({ code: 'NOT_FOUND', field: 'id' });
      }
    });

    it('whoever is no admin', async () => {
      for (const viewer of [keyViewer('editor'), NOBODY]) {
        const by = { ...context(), viewer };
        await expect(createApiKey(by, { name: 'x', role: 'viewer' })).rejects.toThrow();
        await expect(revokeApiKey(by, { id: 1 })).rejects.toThrow();
        await expect(listApiKeys(by)).rejects.toThrow();
      }
    });
  });
});
