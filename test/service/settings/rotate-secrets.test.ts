import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSecretSealer } from '#src/auth/sealed-secret.ts';
import { SecretKeyMissingError } from '#src/core/errors.ts';
import { refreshTokenPlace } from '#src/service/books/online-settings.ts';
import { updateSettings } from '#src/service/settings/change.ts';
import { readOrganizationConfig } from '#src/service/settings/organization-config.ts';
import { readSecretsStatus, rotateSecrets } from '#src/service/settings/rotate-secrets.ts';
import { lockBooksOnline, useRefreshToken as replaceRefreshToken, saveConsent } from '#src/store/books-online.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { accessOfConnectWise, addOrganization, adminOf, configWith, inputOf, installationKey } from './harness.ts';

const ORGANIZATIONS = [1, 2, 3, 4];
const TOKEN = 'the refresh token';

describeOnBothDatabases('a rotation of installation keys', (use) => {
  const [older, newer] = [installationKey(), installationKey()];
  const before = configWith([older]);
  const during = configWith([newer, older]);
  const after = configWith([newer]);
  const idOf = (key: string) => createSecretSealer([key]).keyId;
  const admin = () => adminOf(use().database, 1);
  const read = (id: number, config = during) => readOrganizationConfig(use().database.prisma, config, id);
  const privateKeyOf = async (id: number, config = during) => (await read(id, config)).connectwise?.privateKey;
  const rotations = () => use().database.prisma.auditEntry.findMany({ where: { action: 'secrets.rotated' } });

  beforeEach(async () => {
    const { database } = use();
    for (const id of ORGANIZATIONS) {
      if (id > 1) await addOrganization(database, id);
      await updateSettings(adminOf(database, id), before, inputOf(accessOfConnectWise(id)));
    }
    await database.transaction((tx) =>
      saveConsent(tx, 3, {
        ...{ realmId: '1', companyName: 'Example MSP', connectedBy: 'Ann' },
        ...{ refreshTokenExpiresAt: new Date(), consentedAt: new Date() },
        refreshToken: createSecretSealer([older]).seal(TOKEN, refreshTokenPlace(3)),
      }),
    );
  });
  afterEach(() => emptyDatabase(use()));

  const tokenWith = (key: string) =>
    use().database.transaction(async (tx) => {
      const sealed = (await lockBooksOnline(tx, 3))?.refreshToken ?? '';
      return createSecretSealer([key]).open(sealed, refreshTokenPlace(3));
    });

  it('seals everything with the newest key, after which the older may go', async () => {
    const { dataKeys, tokens, status } = await rotateSecrets(admin(), during);
    expect({ dataKeys, tokens }).toEqual({ dataKeys: 4, tokens: 1 });
    expect(status).toEqual({
      keys: [
        { id: idOf(newer), isConfigured: true, isNewest: true, seals: 5 },
        { id: idOf(older), isConfigured: true, isNewest: false, seals: 0 },
      ],
      secrets: 13,
      notOpened: [],
    });
    for (const id of ORGANIZATIONS) {
      expect(await privateKeyOf(id, after)).toBe(accessOfConnectWise(id)['connectwise.private_key']);
    }
    expect(await tokenWith(newer)).toBe(TOKEN);
    const entries = await rotations();
    expect(entries.map(({ organizationId }) => organizationId).sort()).toEqual(ORGANIZATIONS);
    expect(entries.find(({ organizationId }) => organizationId === 3)?.detail).toEqual({
      key: idOf(newer),
      dataKeyWasSealedWith: idOf(older),
      tokenWasSealedWith: idOf(older),
    });
    // Again: there is nothing to do, and nothing to tell.
    expect(await rotateSecrets(admin(), during)).toMatchObject({ dataKeys: 0, tokens: 0 });
    expect(await rotations()).toHaveLength(4);
  });

  it('may be interrupted between any two organizations and run again', async () => {
    for (const [index, stopAt] of ORGANIZATIONS.entries()) {
      const stop = new Error('interrupted');
      const interrupted = rotateSecrets(admin(), during, (id) => {
        if (id === stopAt) throw stop;
      });
      await expect(interrupted).rejects.toBe(stop);
      for (const id of ORGANIZATIONS)
        expect(await privateKeyOf(id)).toBe(accessOfConnectWise(id)['connectwise.private_key']);
      expect(await rotations()).toHaveLength(index + 1);
    }
    expect(await rotateSecrets(admin(), during)).toMatchObject({ dataKeys: 0 });
  });

  it('loses nothing of an organization whose transaction fails', async () => {
    const { prisma } = use().database;
    await prisma.$executeRawUnsafe(
      `ALTER TABLE qbr_audit ADD CONSTRAINT broken CHECK (action <> 'secrets.rotated' OR organization_id <> 3) NOT VALID`,
    );
    try {
      await expect(rotateSecrets(admin(), during)).rejects.toThrow();
      // Neither data key nor token of organization 3 without its audit entry.
      expect(await tokenWith(older)).toBe(TOKEN);
      expect(await privateKeyOf(3, before)).toBe(accessOfConnectWise(3)['connectwise.private_key']);
      expect(await privateKeyOf(2, after)).toBe(accessOfConnectWise(2)['connectwise.private_key']);
    } finally {
      await prisma.$executeRawUnsafe('ALTER TABLE qbr_audit DROP CONSTRAINT broken');
    }
    expect(await rotateSecrets(admin(), during)).toMatchObject({ dataKeys: 2, tokens: 1 });
    expect(await privateKeyOf(3, after)).toBe(accessOfConnectWise(3)['connectwise.private_key']);
  });

  it('disturbs neither those who read nor those who write meanwhile', async () => {
    const { database } = use();
    const keys = [during, configWith([older, newer])];
    let isRunning = true;
    let reads = 0;
    const reading = async (id: number): Promise<void> => {
      while (isRunning) {
        const { connectwise, problems } = await read(id, keys[reads % 2]);
        expect(problems).toEqual([]);
        expect(connectwise?.privateKey).toMatch(/^(PrivateKey\/|written )/);
        reads += 1;
      }
    };
    const writing = async (id: number): Promise<string> => {
      let last = '';
      for (let index = 0; isRunning; index++) {
        last = `written ${id} ${index}`;
        await updateSettings(adminOf(database, id), during, inputOf({ 'connectwise.private_key': last }));
      }
      return last;
    };
    const refreshing = async (): Promise<string> => {
      const sealer = createSecretSealer([newer, older]);
      let token = TOKEN;
      for (let index = 0; isRunning; index++) {
        const replace = () =>
          replaceRefreshToken(database, 3, async (online) => {
            expect(sealer.open(online?.refreshToken ?? '', refreshTokenPlace(3))).toBe(token);
            token = `token ${index}`;
            const stored = {
              refreshToken: sealer.seal(token, refreshTokenPlace(3)),
              refreshTokenExpiresAt: new Date(),
            };
            return { stored, result: undefined };
          });
        await withinOrganization(3, replace);
      }
      return token;
    };
    const work = Promise.all([reading(1), reading(2), writing(2), writing(4), refreshing()]);
    // To and fro, so that keys change all the time.
    try {
      for (let round = 0; round < 6; round++) await rotateSecrets(admin(), keys[round % 2] ?? during);
    } finally {
      isRunning = false;
    }
    const [, , second, fourth, token] = await work;
    await rotateSecrets(admin(), during);
    expect(reads).toBeGreaterThan(10);
    expect(await privateKeyOf(2, after)).toBe(second);
    expect(await privateKeyOf(4, after)).toBe(fourth);
    expect(await tokenWith(newer)).toBe(token);
  });

  it('names what a key opens no more that was removed too early, and goes on with the rest', async () => {
    const third = installationKey();
    await updateSettings(adminOf(use().database, 4), before, inputOf({ 'books.basis': 'cash' }));
    const lost = configWith([third, newer]);
    const { dataKeys, tokens, status } = await rotateSecrets(admin(), lost);
    expect({ dataKeys, tokens }).toEqual({ dataKeys: 0, tokens: 0 });
    expect(status.notOpened).toHaveLength(13);
    expect(status.notOpened.map(({ organizationId, name }) => `${organizationId} ${name}`)).toEqual(
      expect.arrayContaining(['2 connectwise.private_key', '3 QuickBooks Online']),
    );
    for (const { problem } of status.notOpened) {
      expect(problem).toContain(
        `was sealed with the key ${idOf(older)}, but QBR_SECRET_KEY is the keys ${idOf(third)}`,
      );
    }
    expect(status.keys).toContainEqual({ id: idOf(older), isConfigured: false, isNewest: false, seals: 5 });
    expect((await read(2, lost)).problems).toHaveLength(1);
    // The key is set again, and everything is there.
    expect(await rotateSecrets(admin(), configWith([third, newer, older]))).toMatchObject({ dataKeys: 4, tokens: 1 });
    expect(await privateKeyOf(2, configWith([third]))).toBe(accessOfConnectWise(2)['connectwise.private_key']);
  });

  it('needs a key, and tells nothing of keys and secrets', async () => {
    const none = configWith([]);
    await expect(rotateSecrets(admin(), none)).rejects.toThrow(SecretKeyMissingError);
    const status = await readSecretsStatus(admin(), none);
    expect(status.notOpened[0]?.problem).toContain('QBR_SECRET_KEY');
    const told = JSON.stringify([status, await rotateSecrets(admin(), during), await rotations()]);
    for (const secret of [older, newer, TOKEN, 'PrivateKey/']) expect(told).not.toContain(secret);
  });
});
