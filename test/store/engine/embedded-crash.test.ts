import fs, { existsSync, watch } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '#src/service/audit/verify.ts';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import { freshEmbedded, openTestDatabase } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { DatabaseProcess } from '../process/child.ts';

// Each test starts several processes, which takes its time on a busy machine.
describe('the embedded database', { timeout: 180_000 }, () => {
  it('has after a kill all that was committed, and nothing else', async () => {
    const fresh = await freshEmbedded();
    let committed = 0;
    for (let round = 1; round <= 3; round++) {
      const writer = new DatabaseProcess(fresh.connection);
      await writer.hear();
      writer.tell('write-on');
      let last = 0;
      while (last < 30 * round) last = await writer.hear<number>();
      await writer.kill();
      // What it still said before it was killed was committed as well.
      for (const said of await writer.rest()) last = said as number;
      committed += last;
      const rows = await auditRows(fresh.connection);
      // One more may have been committed and not yet said.
      expect([committed, committed + 1]).toContain(rows);
      committed = rows;
    }
    await fresh.remove();
  });

  it('has nothing of a transaction that was under way when the process was killed', async () => {
    const fresh = await freshEmbedded();
    const writer = new DatabaseProcess(fresh.connection);
    await writer.hear();
    expect(await writer.ask('write-half')).toBe('half');
    await writer.kill();
    expect(await auditRows(fresh.connection)).toBe(0);
    await fresh.remove();
  });

  it('flushes the log to disk at each commit', async () => {
    const fresh = await freshEmbedded();
    const database = await openTestDatabase(fresh.connection);
    const flushes = await countFlushes(async () => {
      for (let count = 0; count < 5; count++) {
        await database.transaction((tx) => tx.organization.create({ data: { name: 'Durable' } }));
      }
    });
    expect(flushes).toBeGreaterThanOrEqual(5);
    await database.close();
    await fresh.remove();
  });

  it('starts afresh when its first start was killed', async () => {
    const directory = emptyDirectory();
    const connection: DatabaseConnection = { kind: 'embedded', directory };
    for (const [parent, name] of [
      [directory, 'pglite.unfinished'],
      [join(directory, 'pglite.unfinished'), 'PG_VERSION'],
      [join(directory, 'pglite.unfinished', 'base'), '5'],
    ] as const) {
      const starter = new DatabaseProcess(connection);
      await untilExists(parent, name);
      await starter.kill();
      expect(existsSync(join(directory, 'pglite'))).toBe(false);
    }
    const database = await openTestDatabase(connection);
    expect(await database.prisma.organization.count()).toBe(1);
    await database.close();
    expect(existsSync(join(directory, 'pglite.unfinished'))).toBe(false);
    expect(fs.statSync(directory).mode & 0o077).toBe(0);
  });
});

async function auditRows(connection: DatabaseConnection): Promise<number> {
  const database = await openTestDatabase(connection);
  const rows = await database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
  const broken = (await verifyAudit(database)).flatMap(({ problems }) => problems);
  await database.close();
  expect(broken).toEqual([]);
  expect(rows.map(({ action }) => action)).toEqual(rows.map(() => 'write'));
  return rows.length;
}

/** How often files are flushed to disk while `work` runs. */
async function countFlushes(work: () => Promise<void>): Promise<number> {
  const { fsyncSync } = fs;
  let count = 0;
  fs.fsyncSync = (fd) => {
    count++;
    fsyncSync(fd);
  };
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    fs.fsyncSync = fsyncSync;
    syncBuiltinESMExports();
  }
  return count;
}

/** Waits for a file in a directory that may itself not exist yet. */
async function untilExists(directory: string, name: string): Promise<void> {
  while (!existsSync(join(directory, name))) await nextChange(directory, name);
}

function nextChange(directory: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    if (!existsSync(directory)) {
      setImmediate(resolve);
      return;
    }
    const watcher = watch(directory, () => {
      watcher.close();
      resolve();
    });
    // It may have come between the check and the watch.
    if (existsSync(join(directory, name))) {
      watcher.close();
      resolve();
    }
  });
}
