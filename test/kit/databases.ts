import { randomBytes, randomInt } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject, vi } from 'vitest';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import { type Database, openDatabase } from '#src/store/engine/database.ts';
import type { DatabaseOptions } from '#src/store/engine/database-options.ts';
import { createOnNodes, distribute, dropOnNodes } from './citus.ts';
import { emptyDirectory } from './directories.ts';
import type { DatabaseTemplates } from './global-setup.ts';
import { asOperator } from './operator-database.ts';
import { checkOrganizations } from './organization-condition.ts';
import { flushRefusals } from './refusals.ts';

export const TEST_ORGANIZATION_NAME = 'Example MSP, LLC';

const PATIENCE = { timeout: 30_000, interval: 2 };

/** A migrated, empty database of a test's own, not yet opened; for tests that open it themselves or in other processes. */
export interface FreshDatabase<Connection extends DatabaseConnection = DatabaseConnection> {
  readonly connection: Connection;
  /** Removes it, ending what is still connected. */
  remove(): Promise<void>;
}

type Embedded = Extract<DatabaseConnection, { kind: 'embedded' }>;
type Postgresql = Extract<DatabaseConnection, { kind: 'postgresql' }>;

/** An open database of the test suite's own. */
export interface DatabaseUnderTest {
  readonly database: Database;
  /** To open it from elsewhere as well (the embedded one only after `database.close()`). */
  readonly connection: DatabaseConnection;
  /**
   * The statements that Prisma sends while `work` runs, without `BEGIN`. Nothing that was read before is remembered, unless
   * `warm`.
   */
  statementsOf(work: () => Promise<unknown>, options?: { readonly warm: boolean }): Promise<string[]>;
}

/**
 * Defines the suite twice: on embedded PGlite and on real PostgreSQL (and on Citus, where `TEST_CITUS_URL` names one), each with a migrated
 * database without rows that is open from before the first test until after the last one. The suites of a worker share it. Tests that need it
 * empty again call `emptyDatabase`.
 */
export function describeOnBothDatabases(name: string, define: DefineSuite, options: SuiteOptions = {}): void {
  describeOnDatabases(name, define, { borrow: borrowIdle, giveBack: (borrowed) => borrowed.giveBack(), ...options });
}

/** The same with databases that nobody else uses: for suites about the opening, locking or structure of a database. */
export function describeOnOwnDatabases(name: string, define: DefineSuite, options: SuiteOptions = {}): void {
  describeOnDatabases(name, define, { borrow: openBorrowable, giveBack: (borrowed) => borrowed.remove(), ...options });
}

type DefineSuite = (use: () => DatabaseUnderTest, engine: Engine) => void;
type Engine = 'PGlite' | 'PostgreSQL' | 'Citus';

interface SuiteOptions {
  /** Why the suite says nothing of Citus: it is about what a distributed database does not have (ops/citus/README.md). */
  readonly notOnCitus?: string;
  /** Whether its statements forget their organization, to see what the database then does. */
  readonly statementsForget?: boolean;
}

interface Lender extends SuiteOptions {
  borrow(create: () => Promise<FreshDatabase>): Promise<Borrowed>;
  giveBack(borrowed: Borrowed): Promise<void>;
}

function describeOnDatabases(name: string, define: DefineSuite, lender: Lender): void {
  const { borrow, giveBack, notOnCitus, statementsForget = false } = lender;
  const isOnCitus = process.env['TEST_CITUS_URL'] !== undefined && notOnCitus === undefined;
  for (const [label, create] of [
    ['PGlite', freshEmbedded],
    ['PostgreSQL', freshPostgresql],
    ...(isOnCitus ? [['Citus', freshCitus] as const] : []),
  ] as const) {
    describe(`${name} on ${label}`, () => {
      let borrowed: Borrowed | undefined;
      let stopChecking: (() => void) | undefined;
      beforeAll(async () => {
        borrowed = await borrow(create);
        if (!statementsForget) stopChecking = checkOrganizations();
      });
      afterAll(async () => {
        if (borrowed !== undefined) await giveBack(borrowed);
        stopChecking?.();
      });
      define(() => {
        if (borrowed === undefined) throw new Error('The database is open in hooks and tests only');
        return borrowed;
      }, label);
    });
  }
}

interface Borrowed extends DatabaseUnderTest {
  /** Keeps it for the next suite of this worker if it is as it was when it was new, and removes it otherwise. */
  giveBack(): Promise<void>;
  /** Closes and removes it. */
  remove(): Promise<void>;
}

/** The open databases of this worker that no suite uses, by how they are made. */
const idle = new Map<() => Promise<FreshDatabase>, Borrowed>();

async function borrowIdle(create: () => Promise<FreshDatabase>): Promise<Borrowed> {
  const kept = idle.get(create);
  idle.delete(create);
  return kept ?? openBorrowable(create);
}

async function openBorrowable(create: () => Promise<FreshDatabase>): Promise<Borrowed> {
  const fresh = await create();
  const opened = await openUnderTest(fresh.connection);
  const pristine = await fingerprint(opened);
  const remove = async (): Promise<void> => {
    await opened.database.close();
    await fresh.remove();
  };
  const isAsNew = async (): Promise<boolean> => {
    try {
      await flushRefusals(opened.database);
      await emptyDatabase(opened);
      await evictCaches(opened.database);
      const lock = await opened.database.tryRunLock(1);
      await lock?.release();
      return lock !== null && (await fingerprint(opened)) === pristine;
    } catch {
      return false;
    }
  };
  const borrowed: Borrowed = {
    ...opened,
    remove,
    async giveBack() {
      if (await isAsNew()) idle.set(create, borrowed);
      else await remove();
    },
  };
  return borrowed;
}

/** What must be the same before and after a suite: base rows, the next ids, tables, their triggers and rules. */
async function fingerprint({ database }: DatabaseUnderTest): Promise<string> {
  const [row] = await database.prisma.$queryRaw<{ text: string }[]>`SELECT concat(
    (SELECT json_agg(o ORDER BY id) FROM organization o),
    (SELECT json_agg(v ORDER BY id) FROM vendor v),
    (SELECT json_agg(migration_name ORDER BY migration_name) FROM _prisma_migrations),
    (SELECT json_agg(json_build_array(seqrelid::regclass, pg_sequence_last_value(seqrelid)) ORDER BY seqrelid) FROM pg_sequence),
    (SELECT json_agg(json_build_array(oid::regclass, relkind, reltoastrelid <> 0) ORDER BY oid) FROM pg_class
      WHERE relnamespace NOT IN ('pg_toast'::regnamespace, 'pg_catalog'::regnamespace)),
    (SELECT json_agg(json_build_array(tgrelid, tgname, tgenabled) ORDER BY oid) FROM pg_trigger)) AS text`;
  return row?.text ?? '';
}

/**
 * Opens a database as the program does, with a command and organization name for tests. A test's own statements see the rows of all
 * organizations (`asOperator`).
 */
export async function openTestDatabase(
  connection: DatabaseConnection,
  options: Partial<Omit<DatabaseOptions, 'connection'>> = {},
): Promise<Database> {
  return asOperator(
    await openDatabase({
      organizationName: TEST_ORGANIZATION_NAME,
      owner: { command: 'vitest' },
      ...options,
      connection,
    }),
  );
}

/** Takes away all rows but organization 1 and the vendors, and starts all ids again from 1. */
export async function emptyDatabase({ database }: DatabaseUnderTest): Promise<void> {
  await database.prisma.$executeRawUnsafe(`DO $$
    DECLARE
      kept constant regclass[] := ARRAY['organization', 'vendor', '_prisma_migrations']::regclass[];
      audit constant regclass[] := ARRAY['qbr_audit', 'qbr_audit_chain', 'qbr_presentation']::regclass[];
      filled regclass[] := '{}';
      each regclass;
      is_filled boolean;
    BEGIN
      -- Citus would refuse to change a reference table after it has worked on shards side by side.
      SET LOCAL citus.multi_shard_modify_mode = sequential;
      -- TRUNCATE makes a table's files anew, and those of its indexes: only what has rows is worth it.
      FOR each IN SELECT oid FROM pg_class
                  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND oid <> ALL (kept) LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', each) INTO is_filled;
        IF is_filled THEN filled := filled || each; END IF;
      END LOOP;
      -- The append-only trail and presentations refuse this, but to their owner without triggers. On Citus they have none but its own, which
      -- truncate the shards.
      IF EXISTS (SELECT FROM pg_trigger WHERE tgname = 'qbr_audit_no_update') THEN SET LOCAL session_replication_role = replica; END IF;
      FOR each IN SELECT unnest(filled) INTERSECT SELECT unnest(audit) LOOP
        EXECUTE format('TRUNCATE %s CASCADE', each);
      END LOOP;
      SET LOCAL session_replication_role = origin;
      filled := ARRAY(SELECT unnest(filled) EXCEPT SELECT unnest(audit));
      IF filled <> '{}' THEN EXECUTE format('TRUNCATE %s CASCADE', array_to_string(filled, ', ')); END IF;
      DELETE FROM organization WHERE id <> 1;
      DELETE FROM vendor WHERE id NOT IN (${Object.values(database.vendorIds).join(', ')});
      PERFORM setval(seqrelid, 1, false) FROM pg_sequence JOIN pg_class ON oid = seqrelid
        WHERE relnamespace = 'public'::regnamespace AND pg_sequence_last_value(seqrelid) IS NOT NULL AND NOT EXISTS (
          SELECT FROM pg_depend WHERE objid = seqrelid AND deptype IN ('a', 'i') AND refobjid = ANY (kept));
    END $$`);
}

/**
 * Keeps a copy of all rows, and gives a function that brings back exactly them, in their order, with the next ids; cheaper than
 * to enter them again.
 */
export async function saveRows({ database: { prisma } }: DatabaseUnderTest): Promise<() => Promise<void>> {
  const tables = `SELECT oid::regclass AS table, format('saved.%I', relname) AS copy FROM pg_class
                  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'`;
  await prisma.$executeRawUnsafe(`DO $$
    DECLARE each record;
    BEGIN
      CREATE SCHEMA saved;
      FOR each IN ${tables} LOOP
        EXECUTE format('CREATE TABLE %s AS TABLE %s', each.copy, each.table);
      END LOOP;
      CREATE TABLE saved.sequences AS SELECT seqrelid AS sequence, pg_sequence_last_value(seqrelid) AS value FROM pg_sequence;
    END $$`);
  return async () => {
    await prisma.$executeRawUnsafe(`DO $$
    DECLARE each record;
    BEGIN
      -- Without foreign keys, and without the triggers of the audit trail.
      SET LOCAL session_replication_role = replica;
      EXECUTE 'TRUNCATE ' || (SELECT string_agg(tables.table::text, ', ') FROM (${tables}) tables);
      FOR each IN ${tables} LOOP
        EXECUTE format('INSERT INTO %s OVERRIDING SYSTEM VALUE TABLE %s', each.table, each.copy);
      END LOOP;
      PERFORM setval(sequence::regclass, coalesce(value, 1), value IS NOT NULL) FROM saved.sequences;
      SET LOCAL session_replication_role = origin;
      PERFORM pg_notify('qbr_changed', '*');
    END $$`);
  };
}

/** Runs statements that the append-only audit trail and presentations would refuse, as the tables' owner can. */
export async function withoutAuditTriggers(
  { prisma, distributed }: Database,
  statements: readonly string[],
): Promise<void> {
  // Citus has none on its tables.
  if (distributed.size > 0) {
    for (const sql of statements) await prisma.$executeRawUnsafe(sql);
    return;
  }
  const switchTriggers = (how: 'DISABLE' | 'ENABLE') =>
    ['qbr_audit', 'qbr_audit_chain', 'qbr_presentation'].map((table) => `ALTER TABLE ${table} ${how} TRIGGER USER`);
  const all = [...switchTriggers('DISABLE'), ...statements, ...switchTriggers('ENABLE')];
  await prisma.$transaction(async (tx) => {
    for (const sql of all) await tx.$executeRawUnsafe(sql);
  });
}

/** A copy of the migrated template folder; with `company`, filled as `company.ts` says. */
export async function freshEmbedded(options: { company?: boolean } = {}): Promise<FreshDatabase<Embedded>> {
  // Each engine takes a hundred megabytes.
  await idle.get(freshEmbedded)?.remove();
  idle.delete(freshEmbedded);
  const { template } = await requestTemplate(options.company ? '/embedded-company' : '/embedded');
  const directory = emptyDirectory();
  await cp(template, directory, { recursive: true });
  return {
    connection: { kind: 'embedded', directory },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** A copy of the migrated template database; with `company`, filled as `company.ts` says, and with `empty` one without any table. */
export async function freshPostgresql(
  options: { company?: boolean; empty?: boolean } = {},
): Promise<FreshDatabase<Postgresql>> {
  const { serverUrl, template, prefix } = await requestTemplate(
    options.company ? '/postgresql-company' : '/postgresql',
  );
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  await query(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${options.empty ? 'template0' : template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    connection: { kind: 'postgresql', url: url.href },
    remove: async () => {
      await query(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** A migrated database that is distributed over the nodes of `TEST_CITUS_URL`. */
export async function freshCitus(): Promise<FreshDatabase<Postgresql>> {
  const { coordinatorUrl, prefix } = await requestTemplate('/citus');
  const url = await createOnNodes(coordinatorUrl, prefix);
  const connection = { kind: 'postgresql', url } as const;
  await (await openTestDatabase(connection)).close();
  await distribute(url);
  return { connection, remove: () => dropOnNodes(coordinatorUrl, new URL(url).pathname.slice(1)) };
}

/** Runs SQL on a PostgreSQL database from outside the program, as another program would. */
export async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function openUnderTest(connection: DatabaseConnection): Promise<DatabaseUnderTest> {
  let record: string[] | undefined;
  const database = await openTestDatabase(connection, { onQuery: (sql) => record?.push(sql) });
  return {
    database,
    connection,
    async statementsOf(work, { warm } = { warm: false }) {
      const statements: string[] = [];
      if (!warm) await evictCaches(database);
      record = statements;
      try {
        await work();
      } finally {
        record = undefined;
      }
      return statements;
    },
  };
}

/**
 * Evicts all caches by a notification. PostgreSQL delivers them in order, so once the marker after it is here none of an earlier
 * commit comes afterwards and makes whoever is reading read again.
 */
async function evictCaches({ changes, prisma }: Database): Promise<void> {
  const marker = randomInt(2 ** 31);
  const delivered = new Promise<void>((resolve) => {
    const unsubscribe = changes.subscribe((change) => {
      if (change.kind !== 'organization' || change.organizationId !== marker) return;
      unsubscribe();
      resolve();
    });
  });
  await vi.waitUntil(() => changes.isReliable(), PATIENCE);
  await prisma.$executeRaw`SELECT pg_notify('qbr_changed', '*')`;
  await prisma.$executeRaw`SELECT pg_notify('qbr_changed', ${`${marker}:`})`;
  await delivered;
}

async function requestTemplate<Path extends keyof DatabaseTemplates>(path: Path): Promise<DatabaseTemplates[Path]> {
  const response = await fetch(inject('databaseTemplatesUrl') + path);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as DatabaseTemplates[Path];
}
