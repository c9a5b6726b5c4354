import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import { readMigrations } from '#src/store/engine/migrate.ts';
import { ask } from '../../ops/upgrade/answers.ts';
import { type FreshDatabase, freshPostgresql, query } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { environmentFor, MAIN, runQbr, startQbr, withServer } from '../kit/program.ts';
import { laterProgram } from './later-program.ts';
import { fillRecorded, type RecordedVersion, recordedVersions } from './recorded.ts';

const PATIENCE = { timeout: 60_000, interval: 5 };

/**
 * Migrations of a later version, each of which has written when it comes to a table, and can be held there: on PostgreSQL by a
 * lock of that table, on PGlite, where nobody else is connected, by a file.
 */
const HELD_AT = { first: 'qbr_setting', second: 'qbr_import' } as const;
const heldAt = (table: string) => `
DO $$ BEGIN
  IF (pg_stat_file('held-${table}', true)).size IS NOT NULL THEN
    EXECUTE format('COPY (SELECT 1) TO %L', current_setting('data_directory') || '/reached-${table}');
  END IF;
  WHILE (pg_stat_file('held-${table}', true)).size IS NOT NULL LOOP END LOOP;
END $$;
ALTER TABLE ${table} ADD COLUMN later TEXT;`;
const LATER: Readonly<Record<string, string>> = {
  '29990101000000_first': `ALTER TABLE qbr_thresholds ADD COLUMN later TIMESTAMPTZ;
UPDATE qbr_thresholds SET later = updated_at;${heldAt(HELD_AT.first)}`,
  '29990101000001_second': `CREATE TABLE qbr_later (period TEXT PRIMARY KEY, number INTEGER NOT NULL);
INSERT INTO qbr_later SELECT period, count(*) FROM qbr_metrics_monthly GROUP BY period;${heldAt(HELD_AT.second)}`,
};

/** A database engine that a recorded database is brought up to date on. */
interface Engine {
  create(): Promise<FreshDatabase>;
  /** Runs SQL from outside of the program. */
  rows<Row extends object>(connection: DatabaseConnection, sql: string): Promise<Row[]>;
  /** Holds the migration that comes to a table. @returns when it is there, and the end of holding */
  hold(connection: DatabaseConnection, table: string): Promise<{ reached(): Promise<void>; release(): Promise<void> }>;
}

const ENGINES: Readonly<Record<string, Engine>> = {
  PGlite: {
    async create() {
      const directory = join(emptyDirectory(), 'data');
      const remove = async () => rmSync(directory, { recursive: true });
      return { connection: { kind: 'embedded', directory }, remove };
    },
    async rows<Row extends object>(connection: DatabaseConnection, sql: string) {
      const pglite = await PGlite.create(join(folderOf(connection), 'pglite'));
      try {
        return (await pglite.query<Row>(sql)).rows;
      } finally {
        await pglite.close();
      }
    },
    async hold(connection, table) {
      const file = (name: string) => join(folderOf(connection), 'pglite', `${name}-${table}`);
      writeFileSync(file('held'), '');
      return {
        reached: () => vi.waitUntil(() => existsSync(file('reached')), PATIENCE).then(() => undefined),
        release: async () => rmSync(file('held')),
      };
    },
  },
  PostgreSQL: {
    create: () => freshPostgresql({ empty: true }),
    rows: (connection, sql) => query(urlOf(connection), sql),
    async hold(connection, table) {
      const holder = new pg.Client({ connectionString: urlOf(connection) });
      // A test that fails removes the database meanwhile.
      holder.on('error', () => undefined);
      await holder.connect();
      await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS SHARE MODE`);
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return {
        // In the holder's transaction the activity would stay as it was first read.
        reached: () =>
          vi
            .waitUntil(async () => (await query(urlOf(connection), waiting)).length > 0, PATIENCE)
            .then(() => undefined),
        release: () => holder.end(),
      };
    },
  },
};

function folderOf(connection: DatabaseConnection): string {
  if (connection.kind !== 'embedded') throw new Error('Not embedded');
  return connection.directory;
}

function urlOf(connection: DatabaseConnection): string {
  if (connection.kind !== 'postgresql') throw new Error('Not PostgreSQL');
  return connection.url;
}

/** What no answer shows. */
const SESSIONS = 'SELECT id, secret_hash, person_id, expires_at::text FROM qbr_session';

const MINUTES = 60_000;

describe.each(recordedVersions())('the database that version $version has written', (recorded: RecordedVersion) => {
  describe.each(Object.entries(ENGINES))('on %s', (_, engine) => {
    let fresh: FreshDatabase;
    let sessions: object[];
    beforeAll(async () => {
      fresh = await engine.create();
      await fillRecorded(fresh.connection, recorded);
      sessions = await engine.rows(fresh.connection, SESSIONS);
    });
    afterAll(() => fresh.remove());

    /** Compares what a program answers with what was recorded, and the audit trail with its anchor. */
    async function check(main: string): Promise<void> {
      const environment = environmentFor({ connection: fresh.connection });
      const answered = { url: '', count: 0 };
      await withServer(
        environment,
        async (url) => {
          for (const { request, answer } of recorded.answers) {
            const now = await ask(url, request);
            // REST may add fields; GraphQL answers what was asked for.
            if ('path' in request && typeof answer === 'object') expect(now, request.path).toMatchObject(answer ?? {});
            else expect(now).toEqual(answer);
            answered.count += 1;
          }
        },
        { main },
      );
      expect(answered.count).toBe(recorded.answers.length);
      expect(answered.count).toBeGreaterThan(20);
      const anchors = recorded.header.auditAnchors.flatMap((anchor) => ['--anchor', anchor]);
      expect(anchors.length).toBeGreaterThan(0);
      const verified = await runQbr(['audit', 'verify', ...anchors], environment, undefined, { main });
      expect(verified).toMatchObject({ status: 0 });
    }

    it(
      'is brought up to date by this version, which answers as that one did',
      async () => {
        await check(MAIN);
        const recalculated = await runQbr(['recalculate', '--json'], environmentFor({ connection: fresh.connection }));
        expect(JSON.parse(recalculated.stdout)).toMatchObject({ changes: [], derivedChanges: 0 });
        const applied = await engine.rows(
          fresh.connection,
          'SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1',
        );
        expect(applied).toEqual(readMigrations().map(({ name }) => ({ name })));
        expect(await engine.rows(fresh.connection, SESSIONS)).toEqual(sessions);
      },
      5 * MINUTES,
    );

    it(
      'is brought up to date by a later version that is killed in each of its migrations',
      async () => {
        const main = laterProgram(LATER);
        const environment = environmentFor({ connection: fresh.connection });
        for (const [table, applied] of [
          [HELD_AT.first, []],
          [HELD_AT.second, ['29990101000000_first']],
        ] as const) {
          const held = await engine.hold(fresh.connection, table);
          const migrating = startQbr(['migrate'], environment, undefined, { main });
          onTestFinished(() => void migrating.process.kill('SIGKILL'));
          await Promise.race([held.reached(), migrating.ended.then((ended) => expect(ended).toBe('held'))]);
          migrating.process.kill('SIGKILL');
          expect((await migrating.ended).status).toBeNull();
          await held.release();
          const later = `SELECT migration_name AS name FROM _prisma_migrations WHERE migration_name LIKE '2999%' ORDER BY 1`;
          expect(await engine.rows(fresh.connection, later)).toEqual(applied.map((name) => ({ name })));
        }
        await check(main);
        const written = `SELECT (SELECT count(*)::int FROM qbr_thresholds WHERE later = updated_at) AS thresholds,
        (SELECT sum(number)::int = (SELECT count(*) FROM qbr_metrics_monthly) FROM qbr_later) AS is_counted`;
        expect(await engine.rows(fresh.connection, written)).toEqual([{ thresholds: 3, is_counted: true }]);
        expect(await engine.rows(fresh.connection, SESSIONS)).toEqual(sessions);
      },
      5 * MINUTES,
    );
  });
});
