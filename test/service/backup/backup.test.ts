import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { verifyAudit } from '#src/service/audit/verify.ts';
import { type BackupOptions, type Copy, copyParts, makeBackup } from '#src/service/backup/backup.ts';
import { compress } from '#src/service/backup/backup-file.ts';
import { checkRestored, fillFrom, type RestoreTarget, restoreBackup } from '#src/service/backup/restore.ts';
import { dump, readDumpHeader } from '#src/store/backup/dump.ts';
import { LEFT_OUT, readTables, SHARED_TABLES } from '#src/store/backup/tables.ts';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import type { Database } from '#src/store/engine/database.ts';
import { BackupError, NewerDatabaseError } from '#src/store/engine/errors.ts';
import { migrate, readMigrations } from '#src/store/engine/migrate.ts';
import { connectClient } from '#src/store/engine/postgresql.ts';
import { pgSession } from '#src/store/engine/sql-session.ts';
import { COMPANY_NOW } from '../../kit/company.ts';
import {
  type FreshDatabase,
  freshEmbedded,
  freshPostgresql,
  openTestDatabase,
  query,
  withoutAuditTriggers,
} from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { enter, scopeOn, TESTER } from '../../kit/services.ts';
import { allRows, fillEveryTable, sequences } from './filled.ts';

const VERSION = '1.2.3';

/** Backs up an open database to a new file. */
async function backUp(database: Database, options: Partial<BackupOptions> = {}): Promise<{ path: string; copy: Copy }> {
  const path = join(emptyDirectory(), 'one.backup');
  const waitingRoom = database.kind === 'embedded' ? emptyDirectory() : null;
  const copy = await makeBackup(scopeOn(database, COMPANY_NOW), {
    version: VERSION,
    save: (bytes) => writeFile(path, bytes),
    waitingRoom,
    ...options,
  });
  return { path, copy };
}

function restoreTo(connection: DatabaseConnection, path: string, options: Partial<RestoreTarget> = {}) {
  return restoreBackup(path, targetOf(connection, options)).then((restored) => {
    restored.folderLock?.release();
    return restored;
  });
}

function targetOf(connection: DatabaseConnection, options: Partial<RestoreTarget> = {}): RestoreTarget {
  const owner = { command: 'vitest' };
  return { connection, owner, viewer: TESTER, at: COMPANY_NOW, isReplaced: false, version: VERSION, ...options };
}

function newFolder(): DatabaseConnection {
  return { kind: 'embedded', directory: join(emptyDirectory(), 'data') };
}

async function using<T>(connection: DatabaseConnection, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openTestDatabase(connection);
  return use(database).finally(() => database.close());
}

async function freshOf(create: () => Promise<FreshDatabase>): Promise<DatabaseConnection> {
  const fresh = await create();
  onTestFinished(() => fresh.remove());
  return fresh.connection;
}

/** All rows but those that no copy has: of who is signed in, and the audit entries of copying and their place in the chain. */
function comparable(rows: Record<string, string[]>): Record<string, string[]> {
  const audit = rows['qbr_audit']?.filter((row) => !/"action":"(backup|database)\./.test(row)) ?? [];
  const left = Object.fromEntries(LEFT_OUT.map((name) => [name, []]));
  return { ...rows, ...left, qbr_audit: audit, qbr_audit_chain: [] };
}

/** The values that follow the beginning of a dumped row. */
function rowOf(lines: readonly string[], beginning: string): string[] {
  const row = lines.find((line) => line.startsWith(beginning)) ?? '';
  return row.slice(beginning.length).split('", "');
}

async function actionsOf({ prisma }: Database): Promise<string[]> {
  const entries = await prisma.auditEntry.findMany({ orderBy: { id: 'asc' }, select: { action: true } });
  return entries.map(({ action }) => action);
}

/** The company with rows of every table, embedded; and a backup of it. */
let company: FreshDatabase;
let original: Record<string, string[]>;
let originalSequences: unknown;
let file: string;
let copy: Copy;
beforeAll(async () => {
  company = await freshEmbedded({ company: true });
  await using(company.connection, async (database) => {
    await fillEveryTable(database);
    original = await allRows(database);
    originalSequences = await sequences(database);
    ({ path: file, copy } = await backUp(database));
  });
});
afterAll(() => company.remove());

describe('a copy of all data', () => {
  it('has the rows of every table but those of who is signed in', () => {
    const filled = Object.keys(original).filter((name) => name !== '_prisma_migrations');
    expect(filled.filter((name) => original[name]?.length === 0)).toEqual([]);
    expect(Object.keys(copy.manifest.tables).sort()).toEqual(filled.filter((name) => !LEFT_OUT.includes(name)));
    const counts = Object.entries(copy.manifest.tables).map(([name, { rows }]) => [name, rows]);
    expect(counts).toEqual(counts.map(([name = '']) => [name, original[name]?.length]));
    expect(copy.header).toMatchObject({ programVersion: VERSION, madeAt: COMPANY_NOW.toISOString(), sealedSecrets: 2 });
  });

  it('goes from embedded to PostgreSQL and back, equal to the last digit, and everyone signs in again', async () => {
    const postgresql = await freshOf(() => freshPostgresql({ empty: true }));
    await restoreTo(postgresql, file);
    const second = await using(postgresql, async (database) => {
      const rows = await allRows(database);
      expect(comparable(rows)).toEqual(comparable(original));
      expect(LEFT_OUT.flatMap((name) => rows[name])).toEqual([]);
      expect(await sequences(database)).toEqual(originalSequences);
      const { audit, recalculated } = await checkRestored(scopeOn(database, COMPANY_NOW));
      expect({ problems: audit.flatMap(({ problems }) => problems), recalculated }).toEqual({
        problems: [],
        recalculated: 0,
      });
      const [anchor = ''] = copy.header.auditAnchors;
      const [, id = '', hash = ''] = anchor.split(':');
      const anchored = await verifyAudit(database, [{ organizationId: 1, id: Number(id), hash }]);
      expect(anchored.flatMap(({ problems }) => problems)).toEqual([]);
      // The copy does not have the entry of its own making; its restore follows its last entry.
      expect((await actionsOf(database)).slice(-2)).toEqual(['test', 'backup.restored']);
      return backUp(database);
    });
    const folder = newFolder();
    await restoreTo(folder, second.path);
    await using(folder, async (database) => {
      expect(comparable(await allRows(database))).toEqual(comparable(original));
      expect((await actionsOf(database)).slice(-3)).toEqual(['test', 'backup.restored', 'backup.restored']);
      // Everything works: triggers are on, ids go on.
      await enter(database, '2026-10', { nrr: '7' }, COMPANY_NOW);
      await expect(database.prisma.$executeRaw`UPDATE qbr_audit SET actor = 'x'`).rejects.toThrow('append-only');
      expect((await verifyAudit(database)).flatMap(({ problems }) => problems)).toEqual([]);
    });
  });

  it('goes into a database that sorts and writes values in other ways, and from there', async () => {
    const beside = await freshOf(() => freshPostgresql({ empty: true }));
    if (beside.kind !== 'postgresql') throw new Error('Not PostgreSQL');
    const url = new URL(beside.url);
    const name = `${url.pathname.slice(1)}_icu`;
    await query(
      beside.url,
      `CREATE DATABASE ${name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C' ENCODING 'UTF8'`,
    );
    onTestFinished(async () => void (await query(beside.url, `DROP DATABASE ${name} WITH (FORCE)`)));
    await query(beside.url, `ALTER DATABASE ${name} SET datestyle = 'German, DMY'`);
    url.pathname = `/${name}`;
    const other: DatabaseConnection = { kind: 'postgresql', url: url.href };
    await restoreTo(other, file);
    const { copy: again } = await using(other, (database) => backUp(database));
    const digests = ({ manifest: { tables } }: Copy) => ({ ...tables, qbr_audit: null, qbr_audit_chain: null });
    expect(digests(again)).toEqual(digests(copy));
  });

  it('is moved without a file, and the database that it is of stays as it was', async () => {
    const target = await freshOf(freshPostgresql);
    await using(company.connection, async (source) => {
      const before = await allRows(source);
      await copyParts(scopeOn(source, COMPANY_NOW), { version: VERSION }, (parts) =>
        fillFrom(parts, targetOf(target), 'database.moved'),
      );
      expect(await allRows(source)).toEqual(before);
    });
    await using(target, async (database) => {
      expect(comparable(await allRows(database))).toEqual(comparable(original));
      expect((await actionsOf(database)).at(-1)).toBe('database.moved');
    });
  });

  it('is not made where a newer version has migrated the database further than this one could', async () => {
    await using(company.connection, async (source) => {
      const scope = scopeOn({ ...source, newerVersion: '9.9.0' }, COMPANY_NOW);
      const moved = copyParts(scope, { version: VERSION }, async () => 'moved');
      await expect(moved).rejects.toThrow(NewerDatabaseError);
      await expect(moved).rejects.toThrow('Move it with version 9.9.0 or later');
    });
  });

  it('ends the runs that were running', async () => {
    const target = await freshOf(freshPostgresql);
    const { path } = await using(await freshOf(freshPostgresql), async (database) => {
      await database.prisma.$executeRaw`
        INSERT INTO qbr_collection_run (organization_id, trigger, started_at, status, requested_by, host, process_id)
        VALUES (1, 'web_connector', now(), 'running', 'test', 'host', 1)`;
      return backUp(database);
    });
    await restoreTo(target, path);
    await using(target, async ({ prisma }) => {
      expect(await prisma.collectionRun.findMany()).toMatchObject([{ status: 'failed', interrupted: true }]);
    });
  });
});

describe('a backup of one moment', () => {
  it('has two values equal that a writer keeps equal', async () => {
    const connection = await freshOf(freshPostgresql);
    if (connection.kind !== 'postgresql') throw new Error('Not PostgreSQL');
    await using(connection, async (database) => {
      await enter(database, '2025-01', { nrr: '1', mrr: '1' });
      const writer = new pg.Client({ connectionString: connection.url });
      await writer.connect();
      let isDone = false;
      let writes = 0;
      const writing = (async () => {
        while (!isDone) {
          await writer.query('BEGIN');
          await writer.query(
            `UPDATE qbr_metrics_monthly SET metric_value = metric_value + 1 WHERE metric_name = 'nrr'`,
          );
          await writer.query(
            `UPDATE qbr_metrics_monthly SET metric_value = metric_value + 1 WHERE metric_name = 'mrr'`,
          );
          // Another table, read before the one of values: a copy of several moments would have them apart.
          await writer.query(
            `UPDATE organization SET name = (SELECT metric_value::text FROM qbr_metrics_monthly WHERE metric_name = 'nrr')`,
          );
          await writer.query('COMMIT');
          writes += 1;
        }
      })();
      await expect.poll(() => writes).toBeGreaterThan(0);
      for (let round = 0; round < 5; round++) {
        const before = writes;
        const { path } = await backUp(database);
        expect(writes).toBeGreaterThan(before);
        const lines = gunzipSync(readFileSync(path)).toString().split('\n');
        const [name] = rowOf(lines, '["1", "');
        const [nrr] = rowOf(lines, '["1", "2025-01", "nrr", "');
        expect(nrr).toMatch(/^\d+\.0000$/);
        expect([name, rowOf(lines, '["1", "2025-01", "mrr", "')[0]]).toEqual([nrr, nrr]);
      }
      isDone = true;
      await writing;
      await writer.end();
    });
  });

  it('waits outside of the database for a slow reader, where all statements share one connection', async () => {
    await using(newFolder(), async (database) => {
      const room = emptyDirectory();
      const { copy: made } = await backUp(database, {
        waitingRoom: room,
        save: async (bytes) => {
          // The reader takes its time: others go on.
          await enter(database, '2025-01', { nrr: '1' });
          for await (const _ of bytes);
        },
      });
      expect(made.manifest.tables['qbr_metrics_monthly']?.rows).toBe(0);
      expect(readdirSync(room)).toEqual([]);
    });
  });

  it('leaves the database as it was where it cannot be saved', async () => {
    for (const connection of [newFolder(), await freshOf(freshPostgresql)]) {
      await using(connection, async (database) => {
        const save = async (): Promise<void> => {
          throw new Error('the disk is full');
        };
        await expect(backUp(database, { save })).rejects.toThrow('the disk is full');
        await enter(database, '2025-01', { nrr: '1' });
        expect(await actionsOf(database)).toEqual(['metrics.entered']);
      });
    }
  });
});

describe('what is backed up', () => {
  it('is every table and column that the migrations make', async () => {
    const connection = await freshOf(freshPostgresql);
    if (connection.kind !== 'postgresql') throw new Error('Not PostgreSQL');
    const made = await query<{ name: string; columns: string[] }>(
      connection.url,
      `SELECT table_name AS name, json_agg(column_name ORDER BY ordinal_position) AS columns FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' GROUP BY 1`,
    );
    const session = { query: (sql: string) => query(connection.url, sql), run: async () => undefined };
    const tables = await readTables(session as never);
    const listed = tables.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) }));
    const sorted = (each: readonly { name: string }[]) => [...each].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(sorted(listed)).toEqual(sorted(made));
    const names = tables.map(({ name }) => name);
    expect([...LEFT_OUT, ...Object.keys(SHARED_TABLES)].filter((name) => !names.includes(name))).toEqual([]);
  });

  it('is not what another program has beside it', async () => {
    const connection = await freshOf(freshPostgresql);
    if (connection.kind !== 'postgresql') throw new Error('Not PostgreSQL');
    await query(connection.url, 'CREATE TABLE ticket (id int PRIMARY KEY); ALTER TABLE site ADD COLUMN color text');
    const { copy: made } = await using(connection, (database) => backUp(database));
    expect(made.manifest.tables['ticket']).toBeUndefined();
  });
});

describe('a file that is not a whole backup', () => {
  /** Restores it to a new folder, which must be refused before the folder is made. */
  async function refusal(bytes: Uint8Array): Promise<string> {
    const path = join(emptyDirectory(), 'other.backup');
    writeFileSync(path, bytes);
    const folder = newFolder();
    const error = await restoreTo(folder, path).then(
      () => new Error('It was restored'),
      (reason: Error) => reason,
    );
    expect(error).toBeInstanceOf(BackupError);
    if (folder.kind === 'embedded') expect(() => readdirSync(folder.directory)).toThrow('ENOENT');
    return error.message;
  }
  const text = () => gunzipSync(readFileSync(file)).toString();
  const packed = (content: string) => gzipSync(content);
  const unpacked = (bytes: Uint8Array): string | null => {
    try {
      return gunzipSync(bytes).toString();
    } catch {
      return null;
    }
  };

  it.each<[string, () => Uint8Array, string]>([
    ['another file', () => Buffer.from('PK not a backup'), 'not a backup of this program'],
    ['an empty file', () => Buffer.alloc(0), 'truncated'],
    ['compressed text', () => packed('hello\n'), 'not a backup of this program'],
    ['half of one', () => readFileSync(file).subarray(0, 20_000), 'truncated'],
    ['one without its last byte', () => readFileSync(file).subarray(0, -1), 'truncated'],
    ['one without its manifest', () => packed(text().split('\n').slice(0, -2).join('\n')), 'truncated'],
    ['one with another digit', () => packed(text().replace('9999999999.9999', '9999999999.9998')), 'changed'],
    ['one with another header', () => packed(text().replace(VERSION, '1.2.4')), 'changed'],
    ['one without a row', () => packed(text().replace(/\n\["41".*\n/, '\n')), 'qbr_person'],
    ['one twice', () => packed(text() + text()), 'more after its end'],
    ['one of a later format', () => packed(text().replace('"formatVersion":1', '"formatVersion":2')), 'newer version'],
    [
      'one of a later version',
      () => packed(text().replace('"migrations":[', '"migrations":[{"name":"20991231000000_later","checksum":"x"},')),
      `version ${VERSION} of this program, is of a newer database: it has the migration 20991231000000_later`,
    ],
    [
      'one of another form of a migration',
      () => packed(text().replace(/"checksum":"[0-9a-f]{4}/, '"checksum":"0000')),
      'another form of the migration 20261121000000_initial',
    ],
  ])('%s is refused, and nothing is written', async (_, bytes, message) => {
    expect(await refusal(bytes())).toContain(message);
  });

  it('is one with any byte changed, unless its content is the same', async () => {
    const bytes = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const altered = Buffer.from(bytes);
          altered[at] = (altered[at] ?? 0) ^ by;
          // Some bits of a compressed file mean nothing, such as those that fill the last byte of a block.
          fc.pre(unpacked(altered) !== text());
          expect(await refusal(altered)).toMatch(/Nothing was changed/);
        },
      ),
      {
        numRuns: 25,
        examples: [
          [10, 1],
          [bytes.length - 1, 1],
          [bytes.length - 8, 255],
        ],
      },
    );
  });

  it('cannot be read', async () => {
    await expect(restoreTo(newFolder(), '/nowhere/one.backup')).rejects.toThrow(
      '/nowhere/one.backup cannot be read: no such file or directory (ENOENT)',
    );
  });
});

describe('a database that is filled', () => {
  const targets = [
    ['embedded', () => freshEmbedded({ company: true })],
    ['PostgreSQL', freshPostgresql],
  ] as const;

  it.each(targets)('is refused on %s, and moved aside with --replace', async (_, create) => {
    const connection = await freshOf(create);
    await using(connection, (database) => enter(database, '2026-09', { nrr: '123' }, COMPANY_NOW));
    const before = await using(connection, allRows);
    await expect(restoreTo(connection, file)).rejects.toThrow('qbr restore --replace');
    expect(await using(connection, allRows)).toEqual(before);

    const { aside } = await restoreTo(connection, file, { isReplaced: true });
    expect(aside).toMatch(/before.20261112.150000/);
    await using(connection, async (database) => {
      expect(comparable(await allRows(database))).toEqual(comparable(original));
    });
    if (connection.kind === 'postgresql') {
      const old = await query(
        connection.url,
        `SELECT metric_value FROM ${aside}.qbr_metrics_monthly WHERE metric_name = 'nrr'`,
      );
      expect(old).toEqual([{ metric_value: '123.0000' }]);
      await query(connection.url, `DROP SCHEMA ${aside} CASCADE`);
      await using(connection, (database) => enter(database, '2026-10', { nrr: '5' }, COMPANY_NOW));
    }
    if (connection.kind === 'embedded') expect(readdirSync(connection.directory)).toContain(aside);
  });

  it('in use is refused on both, and so is one with tables of another program', async () => {
    for (const create of [freshEmbedded, freshPostgresql]) {
      const connection = await freshOf(create);
      await using(connection, async (database) => {
        database.changes.subscribe(() => undefined);
        await database.ping();
        await expect(restoreTo(connection, file)).rejects.toThrow(/in use/);
      });
      if (connection.kind !== 'postgresql') continue;
      await query(connection.url, 'CREATE TABLE ticket (id int)');
      await expect(restoreTo(connection, file, { isReplaced: true })).rejects.toThrow('another program (ticket)');
    }
  });

  it('is as it was if the restore fails at its very end', async () => {
    for (const create of [freshEmbedded, freshPostgresql]) {
      const connection = await freshOf(create);
      const before = await using(connection, allRows);
      async function* cut() {
        const { readBackupFile } = await import('#src/service/backup/backup-file.ts');
        for await (const part of readBackupFile(file)) {
          if (part.kind === 'manifest') throw new Error('power failure');
          yield part;
        }
      }
      await expect(fillFrom(cut(), targetOf(connection), 'backup.restored')).rejects.toThrow('power failure');
      expect(await using(connection, allRows)).toEqual(before);
    }
  });
});

describe('a backup of an earlier version', () => {
  it('is brought up to date', async () => {
    const connection = await freshOf(() => freshPostgresql({ empty: true }));
    if (connection.kind !== 'postgresql') throw new Error('Not PostgreSQL');
    const client = await connectClient(connection);
    const session = pgSession(client);
    const migrations = readMigrations();
    await migrate(session, migrations.slice(0, -1));
    await session.run(`INSERT INTO organization (id, name) VALUES (1, 'Old'), (7, 'Other')`);
    await session.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const header = await readDumpHeader(session, { programVersion: '0.9.0', madeAt: COMPANY_NOW.toISOString() });
    const path = join(emptyDirectory(), 'old.backup');
    await compress(dump(session, header), (bytes) => writeFile(path, bytes));
    await client.end();

    const target = await freshOf(() => freshPostgresql({ empty: true }));
    await restoreTo(target, path);
    await using(target, async (database) => {
      expect(database.appliedMigrations).toEqual([]);
      const [newest] = await database.prisma.$queryRaw<{ name: string }[]>`
        SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1 DESC LIMIT 1`;
      expect(newest?.name).toBe(migrations.at(-1)?.name);
      expect(await database.prisma.organization.count()).toBe(2);
      // Each organization's trail says so.
      expect(await actionsOf(database)).toEqual(['backup.restored', 'backup.restored']);
    });
  });

  it('is refused by a database that refuses it, in its words', async () => {
    const connection = await freshOf(() => freshPostgresql({ empty: true }));
    if (connection.kind !== 'postgresql') throw new Error('Not PostgreSQL');
    const role = `reader_${process.pid}`;
    await query(
      connection.url,
      `CREATE ROLE ${role} LOGIN PASSWORD 'reader'; REVOKE CREATE ON SCHEMA public FROM public`,
    );
    const url = new URL(connection.url);
    Object.assign(url, { username: role, password: 'reader' });
    await expect(restoreTo({ kind: 'postgresql', url: url.href }, file)).rejects.toThrow(
      'The database refused the copy: permission denied for schema public. Nothing was changed.',
    );
    await query(connection.url, `DROP ROLE ${role}`);
  });
});

describe('a broken audit trail', () => {
  it('is restored as it was, and reported', async () => {
    const target = await freshOf(freshPostgresql);
    const { path } = await using(await freshOf(freshPostgresql), async (database) => {
      await enter(database, '2025-01', { nrr: '1' });
      await enter(database, '2025-02', { nrr: '2' });
      await withoutAuditTriggers(database, [`UPDATE qbr_audit SET actor = 'nobody' WHERE id = 1`]);
      return backUp(database);
    });
    await restoreTo(target, path);
    await using(target, async (database) => {
      const { audit } = await checkRestored(scopeOn(database));
      expect(audit.flatMap(({ problems }) => problems)).toMatchObject([{ id: 1 }]);
    });
  });
});
