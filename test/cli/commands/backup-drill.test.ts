import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkBackup } from '#src/service/backup/restore.ts';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import { type FreshDatabase, freshEmbedded, freshPostgresql, query } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { environmentFor, runQbr, startQbr } from '../../kit/program.ts';

const MINUTES = 60_000;

async function freshOf<T extends DatabaseConnection>(create: () => Promise<FreshDatabase<T>>): Promise<T> {
  const fresh = await create();
  onTestFinished(() => fresh.remove());
  return fresh.connection;
}

function qbr(connection: DatabaseConnection, ...args: string[]) {
  return runQbr(args, environmentFor({ connection }));
}

async function statusOf(connection: DatabaseConnection) {
  const { backup } = JSON.parse((await qbr(connection, 'status', '--json')).stdout);
  return backup;
}

describe('qbr backup drill', { timeout: 5 * MINUTES }, () => {
  it('makes a dated backup, proves it elsewhere, deletes expired ones, and says so, while a server holds the data', async () => {
    const connection = await freshOf(() => freshEmbedded({ company: true }));
    const server = startQbr(['serve'], { ...environmentFor({ connection }), QBR_PORT: '0' });
    onTestFinished(async () => {
      server.process.kill('SIGTERM');
      await server.ended;
    });
    await server.waitFor('Listening on');
    expect(await statusOf(connection)).toMatchObject({ lastDrill: null, lastPassedAt: null });

    const folder = emptyDirectory();
    const mine = ['books.backup', 'qbr-2020.backup', 'qbr-20990101-000000.backup'];
    for (const name of [...mine, 'qbr-20200101-000000.backup']) writeFileSync(join(folder, name), '');
    const first = await qbr(connection, 'backup', 'drill', folder, '--json');
    expect(first).toMatchObject({ status: 0 });
    const drill = JSON.parse(first.stdout);
    const { fileName, removed, ...rest } = drill;
    expect(fileName).toMatch(/^qbr-\d{8}-\d{6}\.backup$/);
    expect(removed).toEqual(['qbr-20200101-000000.backup']);
    // Nothing is left of the restored database.
    expect(readdirSync(folder).sort()).toEqual([...mine, fileName].sort());
    const { manifest } = await checkBackup(join(folder, fileName), '1');
    expect(rest).toMatchObject({ failure: null, backup: { digest: manifest.digest } });

    expect(await statusOf(connection)).toMatchObject({
      lastDrill: { fileName, backup: drill.backup, failure: null },
      lastPassedAt: drill.endedAt,
      lastBackupAt: expect.any(String),
      problem: null,
    });
    expect((await qbr(connection, 'status')).stdout).toMatch(/Backup: last made 20.*; drill of 20.* passed\n/);
  });

  it('tells a backup that cannot be made, restored or proven, and deletes nothing', async () => {
    const connection = await freshOf(() => freshPostgresql());
    const folder = emptyDirectory();
    writeFileSync(join(folder, 'qbr-20200101-000000.backup'), '');
    const failed = async (step: string, problem: RegExp, at = folder) => {
      const { status, stdout } = await qbr(connection, 'backup', 'drill', at, '--json');
      const drill = JSON.parse(stdout);
      expect({ status, ...drill.failure }).toEqual({ status: 1, step, problem: expect.stringMatching(problem) });
      expect(await statusOf(connection)).toMatchObject({ problem: 'failed', lastDrill: { failure: drill.failure } });
      return drill;
    };
    await failed('backup', /cannot be written: no such file or directory/, '/nowhere');
    // The folder of the restored database cannot be made.
    writeFileSync(join(folder, 'drill.unfinished'), '');
    await failed('restore', /./);
    // What is stored has been tampered with: the copy is as it is.
    await query(
      connection.url,
      `ALTER TABLE qbr_audit DISABLE TRIGGER USER; UPDATE qbr_audit SET actor = 'nobody' WHERE id = 1; ALTER TABLE qbr_audit ENABLE TRIGGER USER`,
    );
    const { fileName } = await failed('checks', /audit trail is broken, \d+ problem/);
    expect(existsSync(join(folder, fileName))).toBe(true);
    expect(readdirSync(folder)).toContain('qbr-20200101-000000.backup');
    expect((await qbr(connection, 'status')).stdout).toMatch(/Backup: .* FAILED \(checks\): The audit trail is broken/);
  });

  it('that is killed leaves a folder that the next one replaces', async () => {
    const connection = await freshOf(() => freshEmbedded({ company: true }));
    const folder = emptyDirectory();
    const killed = startQbr(['backup', 'drill', folder], environmentFor({ connection }));
    await expect.poll(() => readdirSync(folder), { timeout: MINUTES, interval: 20 }).toContain('drill.unfinished');
    killed.process.kill('SIGKILL');
    await killed.ended;
    expect(readdirSync(folder)).toContain('drill.unfinished');
    expect(await qbr(connection, 'backup', 'drill', folder, '--keep-days', '1')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('restored it elsewhere and checked it'),
    });
    expect(readdirSync(folder).filter((name) => !/^qbr-\d{8}-\d{6}\.backup$/.test(name))).toEqual([]);
    expect(await qbr(connection, 'backup', 'drill', folder, '--keep-days', '0')).toMatchObject({ status: 3 });
  });
});
