import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { InvalidParameterError, InvalidValueError, MissingFieldError, RateLimitedError } from '#src/core/errors.ts';
import { updateSettings } from '#src/service/settings/change.ts';
import { createVendorTrials } from '#src/service/settings/try-vendor.ts';
import { FAKE_CREDENTIALS, startConnectWiseFake } from '../../kit/connectwise/fake.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { startHttpFake } from '../../kit/http-faults.ts';
import { startNinjaOneFake } from '../../kit/ninjaone/fake.ts';
import { addOrganization, adminOf, configWith, inputOf, installationKey } from './harness.ts';

describeOnBothDatabases('trying a vendor', (use) => {
  beforeEach(() => addOrganization(use().database, 2));
  afterEach(() => emptyDatabase(use()));

  const config = configWith([installationKey()]);
  const scope = () => adminOf(use().database, 2);
  const trials = createVendorTrials(config, { trialsAMinute: 100 });
  const attempt = (settings: Readonly<Record<string, string | null>>, vendor = 'connectwise', by = trials) =>
    by.tryVendor(scope(), { vendor, settings: inputOf(settings) });
  const connectWise = async () => {
    const fake = await startConnectWiseFake({ rows: { boards: [], tickets: [], timeEntries: [] } as never });
    onTestFinished(() => fake.close());
    return {
      fake,
      access: {
        'connectwise.server': fake.url,
        'connectwise.company_id': FAKE_CREDENTIALS.companyId,
        'connectwise.public_key': FAKE_CREDENTIALS.publicKey,
        'connectwise.private_key': FAKE_CREDENTIALS.privateKey,
        'connectwise.client_id': FAKE_CREDENTIALS.clientId,
      },
    };
  };

  it('asks with what is typed, and with what is stored, and stores nothing but who asked', async () => {
    const { fake, access } = await connectWise();
    expect(await attempt(access)).toMatchObject({
      outcome: 'accepted',
      seen: [expect.stringContaining('v2025.1'), expect.stringContaining('“Help Desk”'), expect.any(String)],
    });
    await expect(attempt({})).rejects.toThrow(MissingFieldError);
    await updateSettings(scope(), config, inputOf(access));
    expect(await attempt({})).toMatchObject({ outcome: 'accepted' });
    expect(await attempt({ 'connectwise.private_key': 'wrong' })).toEqual({
      outcome: 'refused',
      message: expect.stringMatching(/refuses the credentials.*\(HTTP 40[14]\)\.$/),
      seen: [],
    });
    expect(fake.requests.all.length).toBeGreaterThan(6);
    const entries = await use().database.prisma.auditEntry.findMany({ where: { action: 'settings.vendor_tried' } });
    expect(entries.map(({ organizationId, detail }) => ({ organizationId, ...(detail as object) }))).toEqual([
      { organizationId: 2, vendor: 'connectwise', outcome: 'accepted', address: fake.url, typed: Object.keys(access) },
      { organizationId: 2, vendor: 'connectwise', outcome: 'accepted', address: fake.url, typed: [] },
      {
        organizationId: 2,
        vendor: 'connectwise',
        outcome: 'refused',
        address: fake.url,
        typed: ['connectwise.private_key'],
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain(FAKE_CREDENTIALS.privateKey);
  });

  it('sends no stored secret to another address', async () => {
    const { access } = await connectWise();
    await updateSettings(scope(), config, inputOf(access));
    const attacker = await startHttpFake({ answer: () => ({ status: 200, body: '{}' }) });
    onTestFinished(() => attacker.close());
    await expect(attempt({ 'connectwise.server': attacker.url })).rejects.toThrow(InvalidValueError);
    await expect(attempt({ 'connectwise.server': attacker.url, 'connectwise.private_key': 'typed' })).rejects.toThrow(
      /connectwise\.public_key/,
    );
    expect(attacker.requests.all).toEqual([]);
  });

  it('says what answers in words of its own, in bounded time', async () => {
    const { access } = await connectWise();
    const canary = 'canary of an internal server';
    const answers = await startHttpFake({ answer: () => ({ status: 200, body: `<title>${canary}</title>` }) });
    onTestFinished(() => answers.close());
    const unexpected = await attempt({ ...access, 'connectwise.server': answers.url });
    expect(unexpected).toMatchObject({ outcome: 'unexpected', seen: [] });
    expect(JSON.stringify(unexpected)).not.toContain(canary);
    expect(await attempt({ ...access, 'connectwise.server': 'http://127.0.0.1:9' })).toMatchObject({
      outcome: 'unreachable',
    });
    const silent = await startHttpFake({ answer: () => ({ status: 200, body: '{}' }), latencyMs: 60_000 });
    onTestFinished(() => silent.close());
    const impatient = createVendorTrials(config, { timeoutMs: 200 });
    const slow = await attempt({ ...access, 'connectwise.server': silent.url }, 'connectwise', impatient);
    expect(slow).toMatchObject({ outcome: 'unreachable' });
  });

  it('asks NinjaOne', async () => {
    const none = () => [];
    const fake = await startNinjaOneFake({ organizations: none, locations: none, devices: none });
    onTestFinished(() => fake.close());
    const access = { 'ninjaone.base_url': fake.url, 'ninjaone.client_id': fake.clientId };
    const right = { ...access, 'ninjaone.client_secret': fake.clientSecret };
    expect(await attempt(right, 'ninjaone')).toMatchObject({ outcome: 'accepted', seen: ['Devices can be read.'] });
    expect(await attempt({ ...right, 'ninjaone.client_secret': 'wrong' }, 'ninjaone')).toMatchObject({
      outcome: 'refused',
    });
  });

  it('takes https addresses only, none of this machine with sign-in, and no other vendor', async () => {
    const { access } = await connectWise();
    await expect(attempt({ ...access, 'connectwise.server': 'http://10.0.0.5' })).rejects.toThrow(InvalidValueError);
    const signIn = createVendorTrials(configWith([installationKey()], { QBR_AUTH: 'required' }));
    await expect(attempt(access, 'connectwise', signIn)).rejects.toThrow(/this machine/);
    await expect(attempt({}, 'quickbooks')).rejects.toThrow(InvalidParameterError);
  });

  it('is refused when it is done too often', async () => {
    const { access, fake } = await connectWise();
    const limited = createVendorTrials(config, { trialsAMinute: 1 });
    await attempt(access, 'connectwise', limited);
    const asked = fake.requests.all.length;
    await expect(attempt(access, 'connectwise', limited)).rejects.toThrow(RateLimitedError);
    expect(fake.requests.all.length).toBe(asked);
  });
});
