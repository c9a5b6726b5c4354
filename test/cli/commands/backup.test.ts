import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkBackup } from '#src/service/backup/restore.ts';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import { type FreshDatabase, freshEmbedded, freshPostgresql, openTestDatabase, query } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { environmentFor, MAIN, type RunningProgram, runQbr, startQbr } from '../../kit/program.ts';

const MINUTES = 60_000;

async function freshOf<T extends DatabaseConnection>(create: () => Promise<FreshDatabase<T>>): Promise<T> {
  const fresh = await create();
  onTestFinished(() => fresh.remove());
  return fresh.connection;
}

/** Runs a command on a database. */
function qbr(connection: DatabaseConnection, ...args: string[]) {
  return runQbr(args, environmentFor({ connection }));
}

const newFolder = (): DatabaseConnection => ({ kind: 'embedded', directory: join(emptyDirectory(), 'data') });
const newFile = (): string => join(emptyDirectory(), 'one.backup');

async function serve(connection: DatabaseConnection): Promise<RunningProgram> {
  const server = startQbr(['serve'], { ...environmentFor({ connection }), QBR_PORT: '0' });
  onTestFinished(async () => {
    server.process.kill('SIGTERM');
    await server.ended;
  });
  await server.waitFor('Listening on');
  return server;
}

async function metricsIn(connection: DatabaseConnection): Promise<number> {
  const database = await openTestDatabase(connection);
  return database.prisma.monthlyMetric.count().finally(() => database.close());
}

/** Kills a command when it says something; the command may be done before. */
async function killAt(command: RunningProgram, text: string): Promise<void> {
  await command.waitFor(text).catch(() => undefined);
  command.process.kill('SIGKILL');
  await command.ended;
}

describe('qbr backup', { timeout: 5 * MINUTES }, () => {
  it('writes the same from a running server that holds the database, to the folder of whoever typed it', async () => {
    const connection = await freshOf(() => freshEmbedded({ company: true }));
    const alone = newFile();
    const first = await qbr(connection, 'backup', alone, '--json');
    expect(first.status).toBe(0);
    const document = JSON.parse(first.stdout);
    expect(document).toEqual({
      tables: expect.objectContaining({ organization: 1, vendor: 4, qbr_audit: expect.any(Number) }),
      auditAnchor: expect.stringMatching(/^1:\d+:[0-9a-f]{64}$/),
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const lines = Object.entries(document.tables).map(([name, rows]) => `${name}: ${rows} row${rows === 1 ? '' : 's'}`);
    expect(first.stderr.split('\n').filter((line) => /: \d+ rows?$/.test(line))).toEqual(lines);
    expect(statSync(alone).mode & 0o777).toBe(0o600);

    await serve(connection);
    const directory = emptyDirectory();
    const served = await runQbr(['backup', 'two.backup'], environmentFor({ connection }), directory);
    expect(served).toMatchObject({ status: 0, stdout: expect.stringContaining('Wrote two.backup: ') });
    expect(readdirSync(directory)).toEqual(['two.backup']);
    const { manifest } = await checkBackup(join(directory, 'two.backup'), '1');
    // The audit trail has the first backup.
    expect(manifest.tables['qbr_audit']?.rows).toBe(document.tables.qbr_audit + 1);
    expect(manifest.tables['qbr_metrics_monthly']?.rows).toBe(document.tables.qbr_metrics_monthly);

    // And where it cannot be written.
    const refused = await qbr(connection, 'backup', '/nowhere/one.backup');
    expect(refused).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('/nowhere/one.backup cannot be written: no such file or directory (ENOENT)'),
    });
    expect((await qbr(connection, 'status')).status).toBe(0);
  });

  it('replaces an earlier backup and says so, and no other file', async () => {
    const connection = await freshOf(freshPostgresql);
    const file = newFile();
    writeFileSync(file, '');
    expect((await qbr(connection, 'backup', file)).status).toBe(0);
    const again = await qbr(connection, 'backup', file);
    expect(again).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/Replaced the backup of 20.*Z in one\.backup/),
    });
    writeFileSync(file, 'the books of ten years');
    expect(await qbr(connection, 'backup', file)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('exists and is not a backup'),
    });
    expect(readFileSync(file, 'utf8')).toBe('the books of ten years');
  });

  it.skipIf(!existsSync('/dev/full'))('on a full disk says so, and an earlier backup is still there', async () => {
    const connection = await freshOf(() => freshEmbedded());
    const file = newFile();
    expect((await qbr(connection, 'backup', file)).status).toBe(0);
    const earlier = readFileSync(file);
    const attempt = async (): Promise<void> => {
      symlinkSync('/dev/full', `${file}.unfinished`);
      const { status, stderr } = await qbr(connection, 'backup', file);
      expect({ status, stderr }).toEqual({
        status: 3,
        stderr: expect.stringContaining('no space left on device (ENOSPC)'),
      });
      expect(readdirSync(join(file, '..'))).toEqual(['one.backup']);
      expect(readFileSync(file).equals(earlier)).toBe(true);
    };
    await attempt();
    await serve(connection);
    await attempt();
  });

  it('leaves nothing or the whole when it is killed', async () => {
    const connection = await freshOf(() => freshEmbedded({ company: true }));
    for (const moment of ['"Opened', 'organization: 1 row', 'qbr_statement_line: ', 'Wrote']) {
      const file = newFile();
      await killAt(startQbr(['backup', file], environmentFor({ connection })), moment);
      if (existsSync(file)) await checkBackup(file, '1');
      expect(readdirSync(connection.directory).filter((name) => name.startsWith('backup'))).toEqual([]);
      expect((await qbr(connection, 'backup', file)).status).toBe(0);
      expect(readdirSync(join(file, '..'))).toEqual(['one.backup']);
    }
  });
});

describe('qbr restore and qbr move', { timeout: 5 * MINUTES }, () => {
  it('bring a company from embedded to PostgreSQL and back, and say what they checked', async () => {
    const embedded = await freshOf(() => freshEmbedded({ company: true }));
    const postgresql = await freshOf(() => freshPostgresql({ empty: true }));
    const count = await metricsIn(embedded);
    const moved = await qbr(embedded, 'move', '--to', postgresql.url);
    expect(moved).toMatchObject({ status: 0, stdout: expect.stringContaining('Moved: ') });
    for (const said of [
      'Rows: equal to the copy, by number and digest of each table.',
      /Audit trail of organization 1: \d+ entries, unbroken\./,
      'Calculated values: a recalculation changes nothing.',
      'Everyone signs in again',
      'Set DATABASE_URL to the new one',
    ]) {
      expect(moved.stderr).toMatch(said);
    }
    expect([await metricsIn(embedded), await metricsIn(postgresql)]).toEqual([count, count]);

    const file = newFile();
    expect((await qbr(postgresql, 'backup', file)).status).toBe(0);
    const back = newFolder();
    const restored = await qbr(back, 'restore', file, '--json');
    expect(restored.status).toBe(0);
    expect(JSON.parse(restored.stdout).tables.qbr_metrics_monthly).toBe(count);
    expect(await metricsIn(back)).toBe(count);
    expect(await qbr(back, 'audit', 'verify')).toMatchObject({ status: 0 });

    // A filled target, and one on which a server runs.
    expect(await qbr(back, 'restore', file)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('Restore into an empty one, or use qbr restore --replace'),
    });
    expect(await qbr(postgresql, 'move', '--to', back.kind === 'embedded' ? back.directory : '')).toMatchObject({
      status: 3,
    });
    for (const connection of [back, postgresql]) {
      await serve(connection);
      const refused = await qbr(connection, 'restore', file, '--replace');
      expect(refused).toMatchObject({ status: 3, stderr: expect.stringMatching(/in use by/) });
    }
    expect(await qbr(postgresql, 'move', '--to', emptyDirectory())).toMatchObject({ status: 3 });
    expect(await qbr(embedded, 'move', '--to', 'mysql://host/db')).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('--to must be a postgresql:// URL or a folder'),
    });
  });

  it('leave nothing or the whole when they are killed', async () => {
    const source = await freshOf(() => freshEmbedded({ company: true }));
    const count = await metricsIn(source);
    const file = newFile();
    expect((await qbr(source, 'backup', file)).status).toBe(0);
    for (const moment of ['organization: 1 row', 'qbr_statement_line: ', 'Rows: ']) {
      const postgresql = await freshOf(() => freshPostgresql({ empty: true }));
      await killAt(startQbr(['restore', file], environmentFor({ connection: postgresql })), moment);
      const tables = await query(postgresql.url, `SELECT 1 FROM pg_class WHERE relname = 'qbr_metrics_monthly'`);
      if (tables.length > 0) expect(await metricsIn(postgresql)).toBe(count);
      if (moment === 'organization: 1 row') expect(tables).toEqual([]);

      const folder = newFolder();
      const directory = folder.kind === 'embedded' ? folder.directory : '';
      await killAt(startQbr(['restore', file], environmentFor({ connection: folder })), moment);
      if (moment === 'organization: 1 row') expect(readdirSync(directory)).not.toContain('pglite');
      expect([0, count]).toContain(await metricsIn(folder));
    }
  });

  // A small file system of the test's own, which needs a namespace of mounts.
  const small = (script: string, ...args: string[]) => {
    const mounted = `mount -t tmpfs -o size=25m tmpfs "$0" && ${script}`;
    const command = ['--map-root-user', '--mount', 'sh', '-c', mounted, emptyDirectory(), ...args];
    return spawnSync('unshare', command, { encoding: 'utf8' });
  };

  it.skipIf(small('true').status !== 0)('on a full disk say so and leave nothing', async () => {
    const connection = await freshOf(freshPostgresql);
    const file = newFile();
    expect((await qbr(connection, 'backup', file)).status).toBe(0);
    const restore = `QBR_DATA_DIR="$0/data" "$1" "$2" restore "$3"; echo "status $?, left $(ls "$0/data")"`;
    const { stdout, stderr } = small(restore, process.execPath, MAIN, file);
    expect(stderr).toMatch(/qbr: The embedded database in .* cannot be made: the disk is full \(ENOSPC\)/);
    expect(stdout).toBe('status 1, left qbr.lock\n');
  });

  it('take the place of the earlier database by one step, which the next start ends if need be', async () => {
    const folder = await freshOf(() => freshEmbedded({ company: true }));
    const place = (name: string): string => join(folder.directory, name);
    const count = await metricsIn(folder);
    // Killed after the earlier database was moved.
    renameSync(place('pglite'), place('pglite.complete'));
    expect(await metricsIn(folder)).toBe(count);
    // Killed before that: the complete one is a copy whose restore never happened.
    renameSync(place('pglite'), place('pglite.complete'));
    const other = await freshOf(() => freshEmbedded());
    renameSync(join(other.directory, 'pglite'), place('pglite'));
    expect(await metricsIn(folder)).toBe(0);
    expect(existsSync(place('pglite.complete'))).toBe(false);
  });
});
