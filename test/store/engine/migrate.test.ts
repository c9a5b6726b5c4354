import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '#src/package-root.ts';
import { MigrationError, NewerDatabaseError } from '#src/store/engine/errors.ts';
import { type Migration, migrate, readMigrations } from '#src/store/engine/migrate.ts';
import { connectClient } from '#src/store/engine/postgresql.ts';
import { pgliteSession, pgSession, type SqlSession } from '#src/store/engine/sql-session.ts';
import { describeOnOwnDatabases, freshPostgresql, query } from '../../kit/databases.ts';
import { DatabaseProcess } from '../process/child.ts';

interface HistoryRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly applied_steps_count: number;
  readonly finished: boolean;
  readonly rolled_back_at: Date | null;
}

const HISTORY = `SELECT migration_name, checksum, applied_steps_count, rolled_back_at,
  finished_at >= started_at AS finished FROM _prisma_migrations ORDER BY migration_name`;

describeOnOwnDatabases('a migrated database', (use) => {
  it("has Prisma's own record of every migration file", async () => {
    const directory = join(packageRoot(), 'prisma', 'migrations');
    const files = readdirSync(directory).filter((name) => !name.endsWith('.toml'));
    expect(await use().database.prisma.$queryRawUnsafe<HistoryRow[]>(HISTORY)).toEqual(
      files.map((name) => ({
        migration_name: name,
        checksum: createHash('sha256')
          .update(readFileSync(join(directory, name, 'migration.sql')))
          .digest('hex'),
        applied_steps_count: 1,
        rolled_back_at: null,
        finished: true,
      })),
    );
  });

  it('has organization 1 and the vendors at their numbers, and the next organization gets number 2', async () => {
    const { prisma, vendorIds } = use().database;
    expect(vendorIds).toEqual({ ninjaone: 2, connectwise: 3, quickbooks: 4, manual: 5 });
    expect(Object.isFrozen(vendorIds)).toBe(true);
    expect(await prisma.organization.findMany({ select: { id: true, name: true } })).toEqual([
      { id: 1, name: 'Example MSP, LLC' },
    ]);
    expect((await prisma.organization.create({ data: { name: 'Second' } })).id).toBe(2);
    expect((await prisma.vendor.create({ data: { name: 'Datto' } })).id).toBe(6);
  });
});

describe('migrating', () => {
  const sessions: [name: string, open: () => Promise<{ session: SqlSession; close: () => Promise<void> }>][] = [
    [
      'PGlite',
      async () => {
        const pglite = await PGlite.create();
        return { session: pgliteSession(pglite), close: () => pglite.close() };
      },
    ],
    [
      'PostgreSQL',
      async () => {
        const fresh = await freshPostgresql({ empty: true });
        const client = await connectClient(fresh.connection);
        const close = async () => {
          await client.end();
          await fresh.remove();
        };
        return { session: pgSession(client), close };
      },
    ],
  ];

  describe.each(sessions)('on %s', (_, open) => {
    let session: SqlSession;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ session, close } = await open());
    });
    afterAll(() => close());
    beforeEach(() => session.run('DROP SCHEMA public CASCADE; CREATE SCHEMA public'));

    const first = migration(
      '1_first',
      'CREATE TABLE one (a INT); INSERT INTO one VALUES (1); INSERT INTO one VALUES (2)',
    );
    const second = migration('2_second', 'CREATE TABLE two (a INT)');
    const tables = () => session.query(`SELECT relname::text FROM pg_class WHERE relname IN ('one', 'two') ORDER BY 1`);

    it('applies what is missing, in order, and then finds nothing to do', async () => {
      expect(await migrate(session, [first])).toEqual(applied('1_first'));
      expect(await migrate(session, [first, second])).toEqual(applied('2_second'));
      expect(await migrate(session, [first, second])).toEqual(applied());
      expect(await session.query('SELECT a FROM one ORDER BY a')).toEqual([{ a: 1 }, { a: 2 }]);
    });

    it('leaves nothing of a migration that fails, keeps those before it, and can be repeated', async () => {
      const broken = migration('2_second', 'CREATE TABLE two (a INT); INSERT INTO missing VALUES (1)');
      await expect(migrate(session, [first, broken])).rejects.toThrow(/2_second could not be applied.*missing/);
      expect(await tables()).toEqual([{ relname: 'one' }]);
      expect(await migrate(session, [first, second])).toEqual(applied('2_second'));
    });

    it.each([
      [
        'a migration that was changed afterwards',
        `UPDATE _prisma_migrations SET checksum = 'other'`,
        /1_first was changed/,
      ],
      [
        'one that failed half-way elsewhere',
        `UPDATE _prisma_migrations SET finished_at = NULL`,
        /1_first failed half-way/,
      ],
      [
        'one that this program does not know',
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'y', '9_newer', now())`,
        /does not know, 9_newer/,
      ],
    ])('refuses a database with %s and applies nothing', async (_case, damage, message) => {
      await migrate(session, [first]);
      await session.run(damage);
      const refused = migrate(session, [first, second]);
      await expect(refused).rejects.toThrow(MigrationError);
      await expect(refused).rejects.toThrow(message);
      expect(await tables()).toEqual([{ relname: 'one' }]);
    });

    it('applies again what was marked as rolled back', async () => {
      await migrate(session, [second]);
      await session.run('DROP TABLE two; UPDATE _prisma_migrations SET finished_at = NULL, rolled_back_at = now()');
      expect(await migrate(session, [second])).toEqual(applied('2_second'));
    });

    describe('by a newer version', () => {
      const adding = migration('3_adding', 'ALTER TABLE one ADD COLUMN b INT');
      const contracting = migration('4_contracting', '-- oldest-version: 1.10.0\nALTER TABLE one DROP COLUMN b');

      it('does not keep an older version from a database to which it only added', async () => {
        await migrate(session, [first], '1.2.0');
        await migrate(session, [first, adding], '1.9.0');
        expect(await migrate(session, [first], '1.2.0')).toEqual({ applied: [], newerVersion: '1.9.0' });
      });

      it('leaves a database whose structure no older version changes', async () => {
        await migrate(session, [first, adding], '1.9.0');
        const refused = migrate(session, [first, second], '1.2.0');
        await expect(refused).rejects.toThrow(NewerDatabaseError);
        await expect(refused).rejects.toThrow(/by version 1\.9\.0, which does not have the migration 2_second/);
        expect(await tables()).toEqual([{ relname: 'one' }]);
      });

      it('says from which version on a database can be used where it took something away', async () => {
        await migrate(session, [first, adding, contracting], '1.11.0');
        const refused = migrate(session, [first, adding], '1.9.9');
        await expect(refused).rejects.toThrow(NewerDatabaseError);
        await expect(refused).rejects.toThrow(
          'version 1.11.0 applied the migration 4_contracting, after which only version 1.10.0 and later can use it, and this is 1.9.9. Install version 1.11.0 or later',
        );
        const beside = { applied: [], newerVersion: '1.11.0' };
        expect(await migrate(session, [first, adding], '1.10.0')).toEqual(beside);
        expect(await migrate(session, [first, adding], '1.10.0-rc.1')).toEqual(beside);
      });

      it('is a reason to refuse where it is under way, or was the work of another program', async () => {
        await migrate(session, [first, adding], '1.9.0');
        for (const damage of [
          'finished_at = NULL',
          'finished_at = now(), logs = NULL',
          `logs = '{"program":"other"}'`,
        ]) {
          await session.run(`UPDATE _prisma_migrations SET ${damage} WHERE migration_name = '3_adding'`);
          await expect(migrate(session, [first], '1.2.0')).rejects.toThrow(/does not know, 3_adding/);
        }
      });
    });
  });

  it('is done once when several processes open a new database at the same time', async () => {
    const fresh = await freshPostgresql({ empty: true });
    const processes = [1, 2, 3].map(() => new DatabaseProcess(fresh.connection));
    const answers = await Promise.all(
      processes.map((one) => one.hear<{ opened: { appliedMigrations: string[]; vendorIds: unknown } }>()),
    );
    await Promise.all(processes.map((one) => one.end()));
    expect(answers.flatMap((answer) => answer.opened.appliedMigrations)).toEqual(
      readMigrations().map(({ name }) => name),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer.opened.vendorIds))).size).toBe(1);
    expect(await query(fresh.connection.url, 'SELECT name FROM vendor ORDER BY id')).toHaveLength(4);
    await fresh.remove();
  });
});

function applied(...names: string[]) {
  return { applied: names, newerVersion: null };
}

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
