import type { PGlite } from '@electric-sql/pglite';
import pTimeout from 'p-timeout';
import { type Prisma, PrismaClient } from '#src/store/generated/prisma/client.ts';
import { type Change, parseChanges } from './change.ts';
import { type CacheStatistics, type CacheStore, createCacheStore } from './change-cache.ts';
import { type ChangeFeed, embeddedChangeFeed, postgresqlChangeFeed } from './change-feed.ts';
import type { DatabaseConnection, PostgresqlConnection, StoreLogger } from './connection.ts';
import { type CommandEndpoint, DatabaseUnavailableError } from './errors.ts';
import type { FolderLock, FolderOwner } from './folder-lock.ts';
import { observedQuery, observeStatements, type PrismaAdapter } from './observed-adapter.ts';
import { acrossOrganizations } from './organization-context.ts';
import { connectClient, createPool } from './postgresql.ts';
import { type Prepared, prepare, prepareOnPostgresql } from './prepare.ts';
import { type BoundPglite, bindPglite, bindPool } from './row-security.ts';
import { embeddedRunLocks, postgresqlRunLocks, type RunLock, type RunLocks } from './run-lock.ts';
import { pgliteSession, pgSession, type SqlSession } from './sql-session.ts';
import { pgliteQuery, poolQuery, type TextQuery } from './text-query.ts';
import { createTransactions } from './transaction.ts';
import { postgresqlVendorLeases, type VendorLeases } from './vendor-leases.ts';
import { compileWasmLater } from './wasm-compilation.ts';

/** Prisma's client inside a transaction. */
export type Transaction = Prisma.TransactionClient;
/** The parameter of functions that only read: `Database.prisma`, or a transaction to read in. */
export type Reader = Transaction;

export interface DatabaseOptions {
  readonly connection: DatabaseConnection;
  /** Name of organization 1 in a new database. */
  readonly organizationName: string;
  /** The command that opens the database, such as `qbr serve`, for the error message of a second process. */
  readonly owner: FolderOwner;
  /** Called with every statement of Prisma and `query`, `COMMIT` included (`BEGIN` is its adapters'); for tests that count them. */
  readonly onQuery?: (sql: string) => void;
  /** Maximum PostgreSQL connections for Prisma, 10 by default. Locks have their own connections. */
  readonly poolSize?: number;
  /** Maximum bytes of everything cached of this database, 64 MiB by default; 0 caches nothing. */
  readonly cacheBytes?: number;
  readonly logger?: StoreLogger;
  /** The lock of the embedded database's folder, if the caller has taken it; released when opening fails or on `close`. */
  readonly folderLock?: FolderLock;
}

/** An open, migrated database. */
export interface Database extends CacheStore, Prepared {
  readonly kind: 'embedded' | 'postgresql';
  /**
   * Statements see and change the rows of the organization that they run within (`withinOrganization`), or of all
   * (`acrossOrganizations`); outside of both a statement that touches rows of organizations is an error.
   *
   * Decimal columns are returned as `Prisma.Decimal`, Prisma's own copy of decimal.js: its values are not `instanceof` the
   * package's `Decimal`; convert them with `toDecimal`.
   */
  readonly prisma: PrismaClient;
  /** Reads past Prisma; not for use while this function is in a transaction. */
  readonly query: TextQuery;
  /**
   * Runs `work` in one transaction (read committed, at most 120 s) and rolls it back if it throws. Inside, use `tx` only:
   * the embedded database has one connection, so that a statement beside the transaction would wait for its end.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Runs `work` on the data of one moment, of all organizations, in one transaction that only reads. On PostgreSQL it has a connection of its own and no
   * time limit; on the embedded database all other statements wait for its end, so that it must wait for nothing slow.
   */
  readMoment<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
  /** The lock that allows one collection at a time; null if a run of any process holds it. */
  tryRunLock(organizationId: number): Promise<RunLock | null>;
  /** Keeps those of the organizations' run locks that no run holds until `tx` ends. @returns their organizations */
  keepRunsOff(tx: Transaction, organizationIds: readonly number[]): Promise<number[]>;
  /** Leases of vendors' servers among all processes; null where this process is the only one. */
  readonly vendorLeases: Omit<VendorLeases, 'close'> | null;
  /** Notifies of changes to reported data, by any process. */
  readonly changes: Pick<ChangeFeed, 'subscribe' | 'isReliable'>;
  /** Publishes the activity of this process to other processes that find the embedded database in use; null for none. */
  noteActivity(activity: string | null): void;
  /**
   * Publishes where this process accepts commands of processes that find the embedded database in use; null while it is
   * stopping, undefined if it accepts none.
   */
  noteCommands(commands: CommandEndpoint | null | undefined): void;
  /** How much its connections and caches are used now. Asks the database nothing. */
  statistics(): DatabaseStatistics;
  /** @throws DatabaseUnavailableError when the database does not answer within five seconds */
  ping(): Promise<void>;
  /** Waits for running statements and releases all locks. May be called more than once. */
  close(): Promise<void>;
}

/** How much the connections and caches of a database are used. */
export interface DatabaseStatistics {
  /** The pool's connections, and what waits for one; null for the embedded database, which has no pool. */
  readonly connections: { readonly open: number; readonly idle: number; readonly waiting: number } | null;
  readonly caches: CacheStatistics;
}

/** The version of the database server: `17.5`. */
export async function readServerVersion(reader: Reader): Promise<string> {
  const [row] = await reader.$queryRaw<{ version: string }[]>`SELECT current_setting('server_version') AS version`;
  return row?.version ?? 'unknown';
}

/** First key of the advisory locks of writers; the second one is the organization's id. ("QBR" and "W" in ASCII.) */
const WRITE_LOCK_CLASS = 0x51_42_52_57;

/** Locks the organization's values against other writers until `tx` ends. */
export async function lockOrganization(tx: Transaction, organizationId: number): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${WRITE_LOCK_CLASS}::int4, ${organizationId}::int4)`;
}

const DEFAULT_POOL_SIZE = 10;
const DEFAULT_CACHE_BYTES = 64 * 1_024 * 1_024;
const PING_TIMEOUT_MS = 5_000;

/**
 * Opens the database, applies pending migrations and ensures its base rows.
 * @throws DatabaseUnavailableError, DatabaseInUseError, MigrationError (NewerDatabaseError)
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { connection } = options;
  compileWasmLater();
  return connection.kind === 'embedded'
    ? openEmbeddedDatabase(options, connection.directory)
    : openPostgresqlDatabase(options, connection);
}

async function openEmbeddedDatabase(options: DatabaseOptions, directory: string): Promise<Database> {
  const { openEmbedded } = await import('./embedded.ts');
  const { PrismaPGlite } = await import('pglite-prisma-adapter');
  const { pglite, lock } = await openEmbedded(directory, options.owner, options.folderLock);
  let bound: Pick<BoundPglite, 'close'> = pglite;
  const closeFolder = async (): Promise<void> => {
    if (!pglite.closed) await bound.close();
    lock.release();
  };
  try {
    const prepared = await prepare(pgliteSession(pglite), options);
    const client = bindPglite(pglite, prepared.rowSecurity);
    bound = client;
    return assemble({
      kind: 'embedded',
      options,
      prepared,
      prisma: createPrismaClient(observeStatements(new PrismaPGlite(client as PGlite), prepared.untriggered), options),
      query: observedQuery(pgliteQuery(client)),
      connections: () => null,
      runLocks: embeddedRunLocks(),
      vendorLeases: null,
      changes: embeddedChangeFeed(pglite),
      noteActivity: lock.setActivity,
      noteCommands: lock.setCommands,
      closeConnections: closeFolder,
      readMoment: (work) =>
        client.transaction(async (tx) => {
          await tx.exec('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
          return work(pgliteSession(tx));
        }),
      ask: () => client.query('SELECT 1'),
    });
  } catch (error) {
    await closeFolder();
    throw error;
  }
}

async function openPostgresqlDatabase(options: DatabaseOptions, connection: PostgresqlConnection): Promise<Database> {
  const { PrismaPg } = await import('@prisma/adapter-pg');
  const prepared = await prepareOnPostgresql(options, connection);
  const { rowSecurity } = prepared;
  const size = options.poolSize ?? DEFAULT_POOL_SIZE;
  const pool = bindPool(createPool(connection, size, { role: rowSecurity.role }), rowSecurity);
  // The pool replaces it at the next query; without a listener its error would end the process.
  pool.on('error', (error) => options.logger?.warn({ err: error }, 'An idle database connection ended'));
  return assemble({
    kind: 'postgresql',
    options,
    prepared,
    prisma: createPrismaClient(observeStatements(new PrismaPg(pool), prepared.untriggered), options),
    query: observedQuery(poolQuery(pool)),
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    runLocks: postgresqlRunLocks(connection),
    vendorLeases: postgresqlVendorLeases(connection, options.logger),
    changes: postgresqlChangeFeed(connection, options.logger),
    noteActivity: () => undefined,
    noteCommands: () => undefined,
    closeConnections: () => pool.end(),
    readMoment: (work) => readMomentOf(connection, work),
    ask: () => pool.query('SELECT 1'),
  });
}

async function readMomentOf<T>(
  connection: PostgresqlConnection,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  const client = await connectClient(connection);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await work(pgSession(client));
  } finally {
    await client.end().catch(() => undefined);
  }
}

function createPrismaClient(adapter: PrismaAdapter, options: DatabaseOptions): PrismaClient {
  const { onQuery } = options;
  if (onQuery === undefined) return new PrismaClient({ adapter });
  const client = new PrismaClient({ adapter, log: [{ emit: 'event', level: 'query' }] });
  client.$on('query', (event) => onQuery(event.query));
  return client;
}

interface Parts {
  readonly kind: Database['kind'];
  readonly options: DatabaseOptions;
  readonly prepared: Prepared;
  readonly prisma: PrismaClient;
  readonly query: TextQuery;
  readonly runLocks: RunLocks;
  readonly vendorLeases: VendorLeases | null;
  readonly changes: ChangeFeed;
  readonly noteActivity: (activity: string | null) => void;
  readonly noteCommands: (commands: CommandEndpoint | null | undefined) => void;
  readonly closeConnections: () => Promise<void>;
  readonly readMoment: Database['readMoment'];
  readonly connections: () => DatabaseStatistics['connections'];
  /** A statement to see whether the database answers; not Prisma's, whose first one loads its compiler. */
  readonly ask: () => Promise<unknown>;
}

function assemble(parts: Parts): Database {
  const { kind, options, prepared, prisma, runLocks, vendorLeases, changes, query, readMoment, ask, ...others } = parts;
  const { closeConnections, connections, ...notes } = others;
  const close = async (): Promise<void> => {
    await runLocks.releaseAll();
    await vendorLeases?.close();
    await changes.close();
    await prisma.$disconnect();
    await closeConnections();
  };
  const { run, inTurn } = createTransactions(prisma, kind);
  const { createCache, statistics } = createCacheStore(changes, options.cacheBytes ?? DEFAULT_CACHE_BYTES);
  let closing: Promise<void> | undefined;
  return {
    kind,
    prisma,
    query: options.onQuery ? observed(query, options.onQuery) : query,
    ...prepared,
    async transaction(work) {
      const { result, changed } = await run(async (tx) => ({
        result: await work(tx),
        changed: await readChanges(tx),
      }));
      for (const change of changed) changes.changed(change);
      return result;
    },
    readMoment: (work) => acrossOrganizations(() => inTurn(() => readMoment(work))),
    changes,
    createCache,
    statistics: () => ({ connections: connections(), caches: statistics() }),
    vendorLeases,
    tryRunLock: (organizationId) => runLocks.tryAcquire(organizationId),
    keepRunsOff: (tx, organizationIds) => runLocks.keepFree(tx, organizationIds),
    ...notes,
    ping: () => ping(ask),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function observed(query: TextQuery, onQuery: (sql: string) => void): TextQuery {
  return (statement) => {
    onQuery(statement.sql);
    return query(statement);
  };
}

/** The changes of a transaction, as the database's function `qbr_notify` has noted them. */
async function readChanges(tx: Transaction): Promise<Change[]> {
  const [row] = await tx.$queryRaw<
    { changes: string | null }[]
  >`SELECT current_setting('qbr.changes', true) AS changes`;
  return parseChanges(row?.changes ?? '');
}

async function ping(ask: Parts['ask']): Promise<void> {
  const message = `no answer within ${PING_TIMEOUT_MS} ms`;
  try {
    await pTimeout(ask(), { milliseconds: PING_TIMEOUT_MS, message });
  } catch (error) {
    throw new DatabaseUnavailableError('The database does not answer', { cause: error });
  }
}
