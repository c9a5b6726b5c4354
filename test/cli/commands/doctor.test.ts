import { describe, expect, it } from 'vitest';
import { startConnectWiseFake } from '../../kit/connectwise/fake.ts';
import { freePort } from '../../kit/free-port.ts';
import { CLIENT, startProvider } from '../../kit/openid/provider.ts';
import { startSkewedProvider } from '../../kit/openid/skewed-provider.ts';
import { environmentFor, runQbr } from '../../kit/program.ts';
import { document, ENDED_MONTH, MONTHS, useHarness, WORLD } from '../harness.ts';

describe('qbr doctor', () => {
  const use = useHarness();

  it('says in a line each that all is well, and exits 0', async () => {
    const { qbr } = use();
    const { status, stdout } = await qbr(['doctor']);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => line.split(/ {2,}/).slice(0, 2).join(' '))).toEqual([
      'ok Configuration',
      'ok Time zone',
      'ok Database',
      'ok Schedule',
      'ok ConnectWise',
      'ok NinjaOne',
    ]);
    expect(stdout).toMatch(/Database +PostgreSQL \d+\.\d+, up to date, answers in/);
    expect(stdout).toMatch(/ConnectWise +credentials accepted, v2025\.1\.12345; \d+ tickets and \d+ time entries/);
    expect(status).toBe(0);
  });

  it('never shows a secret', async () => {
    const { qbr, environment } = use();
    const { stdout, stderr } = await qbr(['doctor']);
    for (const [name, value] of Object.entries(environment())) {
      if (/KEY|SECRET|CLIENT_ID|DATABASE_URL/.test(name)) {
        expect(stdout).toContain(`${name} (not shown)`);
        expect(stdout + stderr).not.toContain(value);
      } else expect(stdout).toContain(`${name}=${value}`);
    }
  });

  it('exits 1 where a vendor refuses the credentials, and still checks all else', async () => {
    const { qbr } = use();
    const wrong = { CONNECTWISE_PRIVATE_KEY: 'not-the-key', NINJA_CLIENT_SECRET: 'not-the-secret' };
    const { status, stdout, stderr } = await qbr(['doctor'], wrong);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ok +Database /m);
    expect(stdout).toMatch(/^FAIL +ConnectWise +.*Check the address and credentials/m);
    expect(stdout).toMatch(/^FAIL +NinjaOne +.*Check the address and credentials/m);
    expect(stdout + stderr).not.toMatch(/not-the-/);
  });

  it('exits 1 where the database cannot be reached, and still checks the vendors', async () => {
    const { qbr } = use();
    const { status, stdout } = await qbr(['doctor'], { DATABASE_URL: 'postgresql://u:hidden@127.0.0.1:9/x' });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^FAIL +Database +PostgreSQL at 127\.0\.0\.1:9\/x cannot be used/m);
    expect(stdout).toMatch(/^ok +ConnectWise/m);
    expect(stdout).not.toContain('hidden');
  });

  it('exits 1 where the log file cannot be written, and still checks all else', async () => {
    const { qbr } = use();
    const file = '/dev/null/log';
    const { status, stdout } = await qbr(['doctor'], { QBR_LOG_FILE: file });
    expect(status).toBe(1);
    expect(stdout).toContain(`FAIL  Log file       ${file} cannot be written (ENOTDIR): set QBR_LOG_FILE to`);
    expect(stdout).toMatch(/^ok +NinjaOne/m);
  });

  it('exits 3 where the configuration cannot be used, a line a problem', async () => {
    const { status, stdout } = await runQbr(['doctor'], { QBR_PORT: 'x', NINJA_CLIENT_ID: 'y' });
    expect(status).toBe(3);
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^FAIL +Configuration +QBR_PORT /),
      expect.stringMatching(/^FAIL +Configuration +NINJA_BASE_URL /),
      expect.stringMatching(/^FAIL +Configuration +NINJA_CLIENT_SECRET /),
    ]);
  });

  it('warns of a clock that is off, of boards without a ticket, and of a misspelt variable', async () => {
    const { database, connectwise } = use();
    const skewed = await startConnectWiseFake({ rows: WORLD.connectwise, clockSkewMs: -90_000 });
    const { status, stdout } = await runQbr(['doctor'], {
      ...environmentFor({ connectwise: skewed, connection: database.connection }),
      CONNECTWISE_BOARDS: '["Helpdesk"]',
      QBR_TIME_ZONE: 'Europe/Berlin',
    });
    await skewed.close();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^warn +ConnectWise +Its clock is (89|90|91) s behind this machine/m);
    expect(stdout).toMatch(
      /^warn +ConnectWise +No tickets on "Helpdesk" in the last 7 days: check CONNECTWISE_BOARDS/m,
    );
    expect(stdout).toMatch(/^warn +Configuration +QBR_TIME_ZONE is set, but this version has no such variable/m);
    expect(stdout).toMatch(/^ok +NinjaOne +not configured/m);
    expect(connectwise.requests.all).toEqual([]);
  });
});

describe('qbr doctor on sign-in', () => {
  const use = useHarness();
  const signInLines = async (issuer: string, added: Readonly<Record<string, string>> = {}) => {
    const { clientId, clientSecret } = CLIENT;
    const openid = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, ...added };
    const { status, stdout } = await use().qbr(['doctor'], openid);
    return { status, stdout, lines: stdout.split('\n').filter((line) => / {2}Sign-in /.test(line)) };
  };

  it('has a line each for discovery, issuer, client and clock', async () => {
    const provider = await startProvider(await freePort(), 'http://127.0.0.1:5400');
    const well = await signInLines(provider.issuer);
    const refused = await signInLines(provider.issuer, { OIDC_CLIENT_SECRET: 'not-the-secret' });
    const misnamed = await signInLines(provider.issuer.replace('127.0.0.1', 'localhost'));
    await provider.stop();
    const away = await signInLines(provider.issuer);
    expect(well.status).toBe(0);
    expect(well.lines).toEqual([
      expect.stringMatching(/^ok +Sign-in +discovery: /),
      `ok    Sign-in        issuer: ${provider.issuer}`,
      expect.stringMatching(/^ok +Sign-in +client: credentials accepted/),
      expect.stringMatching(/^ok +Sign-in +clock: within /),
    ]);
    expect(refused.status).toBe(1);
    expect(refused.lines[2]).toMatch(/^FAIL +Sign-in +client: credentials rejected \(invalid_client/);
    expect(refused.stdout).not.toContain('not-the-secret');
    expect(misnamed.status).toBe(1);
    expect(misnamed.lines[1]).toMatch(/^FAIL +Sign-in +issuer: the provider names http:\/\/127/);
    expect(away.status).toBe(1);
    expect(away.lines.map((line) => line.slice(0, 4))).toEqual(['FAIL', 'warn', 'warn', 'warn']);
  });

  it.each([
    [-120, /^warn +Sign-in +clock: this machine’s is 2\.0 minutes ahead/, 0],
    [480, /^FAIL +Sign-in +clock: this machine’s is [78]\.\d minutes behind/, 1],
  ])('says by how much the clock is off: %i s', async (skew, line, expected) => {
    const provider = await startSkewedProvider(skew);
    const { status, lines } = await signInLines(provider.issuer);
    await provider.stop();
    expect(lines[3]).toMatch(line);
    expect(status).toBe(expected);
  });
});

describe('qbr status', () => {
  const use = useHarness();

  it('shows schedule, last run, findings, and which months are frozen', async () => {
    const { qbr } = use();
    expect((await qbr(['status'])).stdout).toContain('No collection has run yet. Start one with qbr collect.');
    await qbr(['collect']);
    const text = (await qbr(['status'])).stdout;
    expect(text).toMatch(/^Nightly collection: disabled \(qbr schedule enable\)$/m);
    expect(text).toMatch(/^Last run: 1, success, started /m);
    expect(text).toMatch(new RegExp(`^${MONTHS[0]} to ${ENDED_MONTH} +frozen \\(connectwise\\)$`, 'm'));
    expect(text).toMatch(new RegExp(`^${MONTHS.at(-1)} +open$`, 'm'));
    expect(document(await qbr(['status', '--json']))).toMatchObject({
      enabled: false,
      nextRunAt: null,
      running: null,
      lastRun: { id: 1, status: 'success', trigger: 'cli', interrupted: false },
      months: [
        { period: MONTHS[0], frozen: ['connectwise'], closed: false },
        { period: MONTHS[1], frozen: ['connectwise'], closed: false },
        { period: MONTHS[2], frozen: [], closed: false },
      ],
    });
  });
});

describe('qbr recalculate and migrate', () => {
  const use = useHarness();

  it('find nothing to do on what is consistent and up to date', async () => {
    const { qbr } = use();
    await qbr(['enter', ENDED_MONTH, 'nrr', '5']);
    expect(await qbr(['recalculate'])).toMatchObject({
      status: 0,
      stdout: 'Recalculated 1 month: 0 values of months and 0 of quarters and SmartNumbers changed.\n',
    });
    expect(await qbr(['migrate'])).toMatchObject({ status: 0, stdout: 'The database is up to date.\n' });
  });
});
