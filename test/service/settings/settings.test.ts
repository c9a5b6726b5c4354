import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import { InvalidInputError, InvalidValueError, SecretKeyMissingError, SecretNotOpenedError } from '#src/core/errors.ts';
import { updateSettings } from '#src/service/settings/change.ts';
import { listSettings } from '#src/service/settings/list.ts';
import { readOrganizationConfig } from '#src/service/settings/organization-config.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { accessOfConnectWise, addOrganization, adminOf, configWith, inputOf, installationKey } from './harness.ts';

const KEY = installationKey();
const ENVIRONMENT = {
  CONNECTWISE_SERVER: 'eu.myconnectwise.net',
  CONNECTWISE_COMPANY_ID: 'environment',
  CONNECTWISE_PUBLIC_KEY: 'environment public',
  CONNECTWISE_PRIVATE_KEY: 'environment private',
  CONNECTWISE_CLIENT_ID: 'environment client',
  CONNECTWISE_BOARDS: '["Environment"]',
  QBR_MONTHS_TO_COLLECT: '5',
};

describeOnBothDatabases('settings of organizations', (use) => {
  beforeEach(() => addOrganization(use().database, 2));
  afterEach(() => emptyDatabase(use()));

  const config = configWith([KEY], ENVIRONMENT);
  const organization = (id: number, installation = config) =>
    readOrganizationConfig(use().database.prisma, installation, id);
  const update = (id: number, settings: Readonly<Record<string, string | null>>, installation = config) =>
    updateSettings(adminOf(use().database, id), installation, inputOf(settings));
  const rejected = async (work: Promise<unknown>): Promise<Error> =>
    work.then(
      () => Promise.reject(new Error('It was accepted')),
      (error: Error) => error,
    );
  const row = async (id: number, name: string) =>
    (await listSettings(adminOf(use().database, id), config)).find((each) => each.name === name);

  it('are those of the environment for organization 1, and its defaults without access for all others', async () => {
    expect(await organization(1)).toMatchObject({
      connectwise: { server: 'eu.myconnectwise.net', privateKey: 'environment private', boards: ['Environment'] },
      ninjaone: null,
      deviceRules: DEFAULT_DEVICE_RULES,
      collection: { monthsToCollect: 5, cron: '30 22 * * *', timeZone: 'America/Chicago', enabledByDefault: false },
      problems: [],
    });
    const other = await organization(2);
    expect(other).toMatchObject({
      connectwise: null,
      reactive: { boards: ['Environment'] },
      problems: [],
      secrets: [],
    });
    expect(other.collection.monthsToCollect).toBe(5);
    expect(JSON.stringify([other, await listSettings(adminOf(use().database, 2), config)])).not.toContain(
      'environment private',
    );
    expect(await row(1, 'collection.months_to_collect')).toMatchObject({ value: '5', origin: 'environment' });
    expect(await row(1, 'collection.cron')).toMatchObject({ value: '30 22 * * *', origin: 'default' });
    expect(await row(2, 'connectwise.server')).toMatchObject({ value: null, isSet: false, origin: 'default' });
  });

  it('apply once they are stored, and are those of the environment again when they are not', async () => {
    await update(1, { 'collection.months_to_collect': '7', 'connectwise.boards': '["A", "B \'x\'"]' });
    expect(await organization(1)).toMatchObject({
      connectwise: { privateKey: 'environment private', boards: ['A', "B 'x'"] },
      collection: { monthsToCollect: 7 },
    });
    expect((await organization(2)).collection.monthsToCollect).toBe(5);
    expect(await row(1, 'collection.months_to_collect')).toMatchObject({
      value: '7',
      origin: 'stored',
      updatedBy: 'Ann',
    });
    await update(1, { 'collection.months_to_collect': null });
    expect((await organization(1)).collection.monthsToCollect).toBe(5);
  });

  it('give access as a whole: nothing of the environment goes to a stored address', async () => {
    const { 'connectwise.client_id': clientId, ...some } = accessOfConnectWise(1);
    await update(1, some);
    expect((await organization(1)).connectwise).toMatchObject({
      server: 'eu.myconnectwise.net',
      companyId: 'environment',
    });
    expect(await row(1, 'connectwise.server')).toMatchObject({
      origin: 'stored',
      problem: 'It is used once connectwise.client_id is stored too.',
    });
    await update(1, { 'connectwise.client_id': clientId });
    expect((await organization(1)).connectwise).toMatchObject({
      server: 'na.myconnectwise.net',
      privateKey: some['connectwise.private_key'],
      clientId,
    });
    expect(await row(1, 'connectwise.server')).toMatchObject({ problem: null });
  });

  it('never send a stored secret to an address that it was not stored for', async () => {
    await update(2, accessOfConnectWise(2));
    const secrets = ['public_key', 'private_key', 'client_id'].map((name) => `connectwise.${name}`);
    const again = Object.fromEntries(secrets.map((name) => [name, `new ${name}`]));
    for (const part of [{}, { [secrets[0] ?? '']: 'new' }]) {
      const error = await rejected(update(2, { 'connectwise.server': 'attacker.example.com', ...part }));
      expect(error).toBeInstanceOf(InvalidValueError);
      expect(error.message).toContain('connectwise.private_key');
    }
    // Nor by way of no address at all.
    await update(2, { 'connectwise.server': null });
    await rejected(update(2, { 'connectwise.server': 'attacker.example.com' }));
    await update(2, { 'connectwise.server': 'eu.myconnectwise.net', ...again });
    expect((await organization(2)).connectwise).toMatchObject({ privateKey: 'new connectwise.private_key' });
    // The same server in other words.
    await update(2, { 'connectwise.server': 'https://api-eu.myconnectwise.net/' });
    expect((await organization(2)).connectwise?.server).toBe('https://api-eu.myconnectwise.net/');
  });

  it('are refused with all their faults, and then nothing is stored', async () => {
    const secret = 'hunter2-very-secret\u0007';
    const error = await rejected(
      update(2, {
        [secret]: 'x',
        'collection.cron': 'every night',
        'collection.months_to_collect': '121',
        'collection.time_zone': 'Mars/Base',
        'connectwise.boards': '[]',
        'connectwise.server': 'http://cw.example.com',
        'connectwise.private_key': secret,
        'books.basis': 'cash',
      }),
    );
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as InvalidInputError).errors.map(({ message, field }) => [field, message])).toEqual([
      ['settings[0].name', 'There is no such setting'],
      ['settings[1].value', expect.stringContaining('collection.cron must be a five-field cron pattern')],
      ['settings[2].value', 'collection.months_to_collect must be a whole number from 1 to 120'],
      ['settings[3].value', expect.stringContaining('an IANA time zone')],
      ['settings[4].value', expect.stringContaining('a JSON array of 1 to 100 names')],
      ['settings[5].value', expect.stringContaining('https URL')],
      ['settings[6].value', 'connectwise.private_key must be a text of at most 2000 characters in one line'],
    ]);
    expect(error.message).not.toContain('hunter2');
    expect(await row(2, 'books.basis')).toMatchObject({ value: 'accrual', origin: 'default' });
  });

  it('take an address of this machine only where everybody who may set it is on it', async () => {
    const signIn = configWith([KEY], { QBR_AUTH: 'required' });
    for (const server of ['http://127.0.0.1:9', 'https://localhost', 'http://[::1]:5400']) {
      await update(2, { 'connectwise.server': server, 'ninjaone.base_url': server });
      const error = await rejected(update(2, { 'connectwise.server': server, 'ninjaone.base_url': server }, signIn));
      expect(error.message).toMatch(/must not be this machine.*must not be this machine/);
    }
  });

  it('have vendors of other organizations asked on the internet only, where their admins are elsewhere', async () => {
    const signIn = configWith([KEY], { QBR_AUTH: 'required' });
    const networks = [1, 2].map(async (id) => (await organization(id, signIn)).network);
    expect(await Promise.all(networks)).toEqual(['any', 'internet']);
    expect((await organization(2)).network).toBe('any');
  });

  it('need an installation key for a secret, and nothing for all else', async () => {
    const keyless = configWith([], ENVIRONMENT);
    const error = await rejected(update(2, { 'connectwise.private_key': 'x' }, keyless));
    expect(error).toBeInstanceOf(SecretKeyMissingError);
    expect(error.message).toMatch(/QBR_SECRET_KEY_FILE .*openssl rand -base64 32/);
    await update(2, { 'books.basis': 'cash' }, keyless);
    expect((await organization(1, keyless)).connectwise).toMatchObject({ privateKey: 'environment private' });
  });

  it('lose nothing by a wrong key: what is stored waits for the right one, and no other data key takes its place', async () => {
    await update(1, accessOfConnectWise(1));
    const wrong = configWith([installationKey()], ENVIRONMENT);
    const opened = await organization(1, wrong);
    // Not another account's numbers.
    expect(opened.connectwise).toBeNull();
    expect(opened.problems).toEqual([
      { vendor: 'connectwise', problem: expect.stringContaining('was sealed with the key') },
    ]);
    const error = await rejected(update(1, { 'connectwise.private_key': 'new' }, wrong));
    expect(error).toBeInstanceOf(SecretNotOpenedError);
    expect((await organization(1)).connectwise).toMatchObject({ companyId: 'msp1' });
    expect((await organization(1, configWith([], ENVIRONMENT))).problems[0]?.problem).toContain('QBR_SECRET_KEY');
  });

  it('do not open in another organization or under another name', async () => {
    await update(1, accessOfConnectWise(1));
    await update(2, accessOfConnectWise(2));
    const { prisma } = use().database;
    const before = await organization(2);
    const broken = async (sql: string): Promise<unknown> => {
      await prisma.$executeRawUnsafe(sql);
      const { connectwise, problems } = await organization(2);
      expect(connectwise).toBeNull();
      return problems[0]?.problem;
    };
    const backup = await prisma.secret.findMany();
    const keys = await prisma.dataKey.findMany();
    const restore = async (): Promise<void> => {
      for (const { organizationId, name, ...data } of backup) {
        await prisma.secret.update({ where: { organizationId_name: { organizationId, name } }, data });
      }
      for (const { organizationId, ...data } of keys) await prisma.dataKey.update({ where: { organizationId }, data });
      expect(await organization(2)).toEqual(before);
    };
    const sealedOf = (organizationId: number, name: string) =>
      `'${backup.find((each) => each.organizationId === organizationId && each.name === name)?.sealed}'`;
    const set = (value: string) =>
      `UPDATE qbr_secret SET sealed = ${value} WHERE organization_id = 2 AND name = 'connectwise.private_key'`;
    expect(await broken(set(sealedOf(1, 'connectwise.private_key')))).toContain(
      'sealed for another organization or name',
    );
    await restore();
    expect(await broken(set(sealedOf(2, 'connectwise.public_key')))).toContain(
      'sealed for another organization or name',
    );
    await restore();
    const key1 = `'${keys.find((key) => key.organizationId === 1)?.wrapped}'`;
    expect(await broken(`UPDATE qbr_data_key SET wrapped = ${key1} WHERE organization_id = 2`)).toContain(
      'another row',
    );
    await restore();
  });

  it('are in the audit trail without secrets', async () => {
    await update(2, { ...accessOfConnectWise(2), 'books.basis': 'cash' });
    await update(2, { 'connectwise.private_key': 'another', 'books.basis': 'cash', 'collection.cron': null });
    await update(2, { 'books.basis': null, 'connectwise.public_key': null });
    await update(2, { 'books.basis': null });
    const entries = await use().database.prisma.auditEntry.findMany({
      where: { organizationId: 2 },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action, detail }) => [action, detail])).toEqual([
      [
        'settings.changed',
        {
          changes: [
            { setting: 'connectwise.server', before: null, after: 'na.myconnectwise.net' },
            { setting: 'connectwise.company_id', before: null, after: 'msp2' },
            { setting: 'connectwise.public_key', secret: 'set' },
            { setting: 'connectwise.private_key', secret: 'set' },
            { setting: 'connectwise.client_id', secret: 'set' },
            { setting: 'books.basis', before: null, after: 'cash' },
          ],
        },
      ],
      ['settings.changed', { changes: [{ setting: 'connectwise.private_key', secret: 'replaced' }] }],
      [
        'settings.changed',
        {
          changes: [
            { setting: 'books.basis', before: 'cash', after: null },
            { setting: 'connectwise.public_key', secret: 'removed' },
          ],
        },
      ],
    ]);
  });

  it('of another version are not used where this one does not accept them', async () => {
    await use().database.prisma.$executeRawUnsafe(
      `INSERT INTO qbr_setting VALUES (2, 'collection.cron', '"@nightly-2"', now(), 'x'), (2, 'connectwise.boards', '7', now(), 'x')`,
    );
    expect(await organization(2)).toMatchObject({
      collection: { cron: '30 22 * * *' },
      reactive: { boards: ['Environment'] },
    });
    expect(await row(2, 'collection.cron')).toMatchObject({
      value: null,
      problem: expect.stringContaining('cron pattern'),
    });
  });
});
