import { describe, expect, it } from 'vitest';
import { startConnectWiseFake } from '../../kit/connectwise/fake.ts';
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
    expect(stdout).toMatch(/ConnectWise +lets us in, v2025\.1\.12345; \d+ tickets and \d+ time entries/);
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
      /^warn +ConnectWise +No ticket of the last 7 days is on "Helpdesk": check CONNECTWISE_BOARDS/m,
    );
    expect(stdout).toMatch(/^warn +Configuration +QBR_TIME_ZONE is set, but this version knows no such variable/m);
    expect(stdout).toMatch(/^ok +NinjaOne +not configured/m);
    expect(connectwise.requests.all).toEqual([]);
  });
});

describe('qbr status', () => {
  const use = useHarness();

  it('shows schedule, last run, findings, and which months are frozen', async () => {
    const { qbr } = use();
    expect((await qbr(['status'])).stdout).toContain('No collection has run yet: qbr collect');
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
