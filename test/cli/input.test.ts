import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT, exitStatusOf } from '#src/cli/exit-status.ts';
import { runProgram } from '#src/cli/program.ts';
import { processTerminal } from '#src/cli/terminal.ts';
import { formatBuild } from '#src/package-root.ts';
import type { Database } from '#src/store/engine/database.ts';
import { type FreshDatabase, openTestDatabase, query } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { runQbr } from '../kit/program.ts';
import { enter } from '../kit/services.ts';
import { document, ENDED_MONTH, useHarness } from './harness.ts';

/** What is refused before the database is opened: nothing of it is there. */
const NOWHERE = { DATABASE_URL: 'postgresql://nobody:hidden-password@127.0.0.1:9/nothing' };

describe('wrong input', () => {
  it.each([
    [['collect', '--period', '2025-13'], 'Period must be a month YYYY-MM or a quarter YYYY-QN'],
    [['collect', '--vendor', 'kaseya'], '--vendor must be connectwise or ninja or quickbooks, not "kaseya"'],
    [['collect', '--months', '0'], '--months must be a whole number from 1 to 120'],
    [['collect', '--months', '3', '--period', '2025-01'], "cannot be used with option '--period"],
    [['collect', '--force'], '--force overwrites frozen values and requires --reason'],
    [['collect', '--reason', 'because'], '--reason requires --force'],
    [['backfill'], "required option '--from <month>'"],
    [['backfill', '--from', 'January'], 'Period must be a month YYYY-MM'],
    [['enter', '2025-Q1', 'nrr', '1'], 'Period must be a month YYYY-MM'],
    [['enter', '2025-01', 'no_such_metric', '1'], 'Unknown metric: no_such_metric'],
    [['enter', '2025-01', 'nrr', 'much'], 'value must be a finite number'],
    [['enter', '2025-01', 'nrr'], "missing required argument 'value'"],
    [['release', '2025-01'], "missing required argument 'metrics'"],
    [['recalculate', '--from', '2025'], 'Period must be a month YYYY-MM'],
    [['colect'], '(Did you mean collect?)'],
    [['status', '--jason'], "unknown option '--jason'"],
  ])('is refused with status 3: qbr %j', async (args, message) => {
    const refused = runProgram({ args, environment: NOWHERE, version: '', terminal: processTerminal() }).catch(
      (error: unknown) => error,
    );
    const error = await refused;
    expect(exitStatusOf(error)).toBe(EXIT.unusable);
    expect((error as Error).message).toContain(message);
  });

  it('is told in one line on stderr', async () => {
    const ended = await runQbr(['collect', '--months', '0'], NOWHERE);
    expect(ended).toEqual({ status: 3, stdout: '', stderr: expect.stringMatching(/^qbr: --months must be .*\n$/) });
  });

  it('suggests the metrics that an unknown name may mean', async () => {
    const ended = await runQbr(['enter', '2025-01', 'net_profits', '1'], NOWHERE);
    expect(ended.stderr).toBe('qbr: Unknown metric: net_profits. Did you mean net_profit?\n');
  });

  it('exits 3 without a command, and shows what there is', async () => {
    const ended = await runQbr([], {});
    expect(ended.status).toBe(3);
    expect(ended.stderr).toContain('Commands:');
    expect(ended.stderr).not.toContain('outputHelp');
  });

  it('exits 0 for help and the version', async () => {
    expect(await runQbr(['collect', '--help'], {})).toMatchObject({ status: 0, stderr: '' });
    expect(await runQbr(['--version'], {})).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+ \(commit ([0-9a-f]{12}\+?|unknown)\)\n$/),
    });
  });

  it('with --json is one document too', async () => {
    const ended = await runQbr(['collect', '--json', '--period', '2025-13'], NOWHERE);
    expect(ended.status).toBe(3);
    expect(document(ended)).toEqual({
      error: { code: 'INVALID_PERIOD', field: 'period', message: expect.stringContaining('"2025-13"') },
    });
  });
});

describe('a wrong set-up', () => {
  it('exits 3 with every problem of the configuration', async () => {
    const ended = await runQbr(['collect'], {
      QBR_PORT: 'x',
      QBR_TIMEZONE: 'Mars',
      NINJA_CLIENT_SECRET: 'hidden-secret',
    });
    expect(ended.status).toBe(3);
    for (const name of ['QBR_PORT', 'QBR_TIMEZONE', 'NINJA_BASE_URL', 'NINJA_CLIENT_ID']) {
      expect(ended.stderr).toMatch(new RegExp(`^ {2}${name} .*; for example ${name}=`, 'm'));
    }
    expect(ended.stderr).not.toContain('hidden-secret');
  });

  it('exits 3 where the database cannot be reached, without its password', async () => {
    const ended = await runQbr(['status'], NOWHERE);
    expect(ended.status).toBe(3);
    expect(ended.stderr).toMatch(/^qbr: PostgreSQL at 127\.0\.0\.1:9\/nothing cannot be used: /m);
    expect(ended.stderr).not.toContain('hidden-password');
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  it('exits 3 where the folder of the embedded database is a file', async () => {
    const file = join(emptyDirectory(), 'data');
    writeFileSync(file, '');
    const ended = await runQbr(['migrate'], { QBR_DATA_DIR: file });
    expect(ended.status).toBe(3);
    expect(ended.stderr).toContain('Set QBR_DATA_DIR to a directory');
  });
});

describe('with a database', () => {
  const use = useHarness();

  it('exits 3 for a month that has not begun and for a vendor that is not configured, recording no run', async () => {
    const { qbr } = use();
    const future = await qbr(['collect', '--period', '2099-01']);
    expect(future).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringContaining('January 2099 has not begun'),
    });
    const none = await qbr(['collect', '--vendor', 'ninja'], {
      NINJA_BASE_URL: '',
      NINJA_CLIENT_ID: '',
      NINJA_CLIENT_SECRET: '',
    });
    expect(none).toMatchObject({ status: 3, stderr: expect.stringContaining('NinjaOne is not configured') });
    const range = await qbr(['backfill', '--from', '2025-02', '--to', '2025-01']);
    expect(range).toMatchObject({ status: 3, stderr: expect.stringContaining('starts (2025-02) after it ends') });
    const recalculated = await qbr(['recalculate', '--from', '2025-02', '--to', '2025-01', '--json']);
    expect(document(recalculated).error).toMatchObject({ code: 'INVALID_PERIOD_RANGE', field: 'from' });
    const { lastRun, program } = document(await qbr(['status', '--json']));
    expect(lastRun).toBeNull();
    expect((await runQbr(['--version'], {})).stdout).toBe(`${formatBuild(program)}\n`);
    expect(program.newerVersion).toBeNull();
  });

  it('takes variables from .env in the working directory, but not over ones that are set', async () => {
    const { environment } = use();
    const { DATABASE_URL = '', ...rest } = environment();
    const directory = emptyDirectory();
    writeFileSync(join(directory, '.env'), `DATABASE_URL=${DATABASE_URL}\nQBR_TIMEZONE=Europe/Berlin\n`);
    const ended = await runQbr(['schedule', 'status', '--json'], { ...rest, QBR_TIMEZONE: 'Asia/Tokyo' }, directory);
    expect(document(ended).timeZone).toBe('Asia/Tokyo');
    expect(ended.status).toBe(0);
  });

  it('enters a value, says what follows from it, and stores who did it', async () => {
    const { qbr, database } = use();
    await withDatabase(database, (opened) =>
      enter(opened, ENDED_MONTH, { nrr: 1000, mrr: 2000, orr: '-300.5', total_income: 5000 }, new Date()),
    );
    const name = 'Non-Recurring Revenue (NRR)';
    const ended = await qbr(['enter', ENDED_MONTH, name, '-1500.255', '--notes', 'credit note']);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toContain('  nrr $1,000.00 → -$1,500.26\n');
    expect(ended.stdout).toContain('  product_sales $2,300.50 → $4,800.76\n');
    const stored = await withDatabase(database, ({ prisma }) =>
      prisma.monthlyMetric.findFirst({ where: { metricName: 'nrr' } }),
    );
    expect(stored).toMatchObject({
      manuallyEnteredBy: userInfo().username,
      notes: 'credit note',
      dataSource: 'manual',
    });
    const contradicted = await qbr(['enter', ENDED_MONTH, 'product_sales', '1']);
    expect(contradicted.stdout).toMatch(/^Finding: Product Sales of .* its formula gives \$4,800\.76$/m);
    const again = await qbr(['enter', ENDED_MONTH, 'nrr', '-1500.26', '--json']);
    expect(document(again)).toEqual({ period: ENDED_MONTH, changes: [], derivedChanges: 0 });
  });

  it('releases what was entered, and says what becomes of it', async () => {
    const { qbr, database } = use();
    const values = { nrr: 1, mrr: 2, orr: 3, total_income: 100, product_sales: 90, owner_comp: 5 };
    await withDatabase(database, (opened) => enter(opened, ENDED_MONTH, values, new Date()));
    const metrics = ['total_income', 'product_sales', 'owner_comp', 'employees'];
    const ended = await qbr(['release', ENDED_MONTH, ...metrics]);
    expect(ended.status).toBe(0);
    expect(ended.stdout.split('\n').slice(0, 4)).toEqual([
      'total_income: released; the value stays until the next collection replaces it',
      'product_sales: released and recalculated from its formula',
      'owner_comp: withdrawn; it has no other source',
      'employees: not a manual value; unchanged',
    ]);
    expect(ended.stdout).toContain('  product_sales $90.00 → $94.00 (manual → calculated)\n');
    expect(ended.stdout).toContain('  owner_comp $5.00 → —\n');
  });

  it('exits 1 with one line for something unexpected, whose cause only the log has', async () => {
    const { qbr, database } = use();
    if (database.connection.kind !== 'postgresql') throw new Error('This test breaks a PostgreSQL database');
    await query(database.connection.url, 'ALTER TABLE qbr_setting RENAME TO qbr_setting_gone');
    const ended = await qbr(['status', '--json']);
    expect(ended.status).toBe(1);
    const message = 'Unexpected error; see the log above for details.';
    expect(document(ended)).toEqual({ error: { message } });
    const lines = ended.stderr.trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 50,
      err: { message: expect.stringContaining('qbr_setting') },
    });
    expect(lines[1]).toBe(`qbr: ${message}`);
  });
});

async function withDatabase<T>({ connection }: FreshDatabase, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openTestDatabase(connection);
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}
