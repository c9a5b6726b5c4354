import pTimeout from 'p-timeout';
import type { Prisma, PrismaClient } from '#src/store/generated/prisma/client.ts';
import { type Change, parseChanges } from './change.ts';
import { type CacheStatistics, type CacheStore, createCacheStore } from './change-cache.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { DatabaseOptions } from './database-options.ts';
import type { ConnectionStatistics, DatabaseParts } from './database-parts.ts';
import { DatabaseUnavailableError } from './errors.ts';
import { laterClient } from './later-client.ts';
import { observedQuery, observeStatements } from './observed-adapter.ts';
import { acrossOrganizations } from './organization-context.ts';
import type { Prepared } from './prepare.ts';
import type { RunLock } from './run-lock.ts';
import type { TextQuery } from './text-query.ts';
import { createTransactions } from './transaction.ts';
import type { VendorLeases } from './vendor-leases.ts';
import { compileWasmLater } from './wasm-compilation.ts';

/** Prisma's client inside a transaction. */
export type Transaction = Prisma.TransactionClient;
/** The parameter of functions that only read: `Database.prisma`, or a transaction to read in. */
export type Reader = Transaction;

/** An open, migrated database. */
export interface Database
  extends CacheStore,
    Prepared,
    Pick<DatabaseParts, 'noteActivity' | 'noteCommands' | 'readMoment'> {
  readonly kind: 'embedded' | 'postgresql';
  /**
   * Statements see and change the rows of the organization that they run within (`withinOrganization`), or of all
   * (`acrossOrganizations`); outside of both a statement that touches rows of organizations is an error.
   *
   * Decimal columns are returned as `Prisma.Decimal`, Prisma's own copy of decimal.js: its values are not `instanceof` the
   * package's `Decimal`; convert them with `toDecimal`.
   *
   * Its first use loads it. Read this property for each use: what it is until then passes every call on.
   */
  readonly prisma: PrismaClient;
  /** Reads past Prisma; not for use while this function is in a transaction. */
  readonly query: TextQuery;
  /**
   * Runs `work` in one transaction (read committed, at most 120 s) and rolls it back if it throws. Inside, use `tx` only:
   * the embedded database has one connection, so that a statement beside the transaction would wait for its end.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** The lock that allows one collection at a time; null if a run of any process holds it. */
  tryRunLock(organizationId: number): Promise<RunLock | null>;
  /** Keeps those of the organizations' run locks that no run holds until `tx` ends. @returns their organizations */
  keepRunsOff(tx: Transaction, organizationIds: readonly number[]): Promise<number[]>;
  /** Leases of vendors' servers among all processes; null where this process is the only one. */
  readonly vendorLeases: Omit<VendorLeases, 'close'> | null;
  /** Notifies of changes to reported data, by any process. */
  readonly changes: Pick<ChangeFeed, 'subscribe' | 'isReliable'>;
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
  readonly connections: ConnectionStatistics | null;
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

const DEFAULT_CACHE_BYTES = 64 * 1_024 * 1_024;
const PING_TIMEOUT_MS = 5_000;

/**
 * Opens the database, applies pending migrations and ensures its base rows.
 * @throws DatabaseUnavailableError, DatabaseInUseError, MigrationError (NewerDatabaseError)
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  compileWasmLater();
  return assemble(options, await openParts(options));
}

/** Loads the code of one database only. */
async function openParts(options: DatabaseOptions): Promise<DatabaseParts> {
  const { connection } = options;
  if (connection.kind === 'embedded') {
    return (await import('./embedded-parts.ts')).openEmbeddedParts(options, connection.directory);
  }
  return (await import('./postgresql-parts.ts')).openPostgresqlParts(options, connection);
}

function assemble(options: DatabaseOptions, parts: DatabaseParts): Database {
  const { prepared, runLocks, vendorLeases, changes, readMoment, closeConnections, connections, ask } = parts;
  const kind = options.connection.kind === 'embedded' ? 'embedded' : 'postgresql';
  const client = laterClient(() => loadClient(options, parts));
  const query = observedQuery(parts.query);
  const close = async (): Promise<void> => {
    await runLocks.releaseAll();
    await vendorLeases?.close();
    await changes.close();
    await client.disconnect();
    await closeConnections();
  };
  const { run, inTurn } = createTransactions(client, kind);
  const { createCache, statistics } = createCacheStore(changes, options.cacheBytes ?? DEFAULT_CACHE_BYTES);
  let closing: Promise<void> | undefined;
  return {
    kind,
    get prisma() {
      return client.current;
    },
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
    noteActivity: parts.noteActivity,
    noteCommands: parts.noteCommands,
    ping: () => ping(ask),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

async function loadClient(options: DatabaseOptions, { prismaAdapter, prepared }: DatabaseParts): Promise<PrismaClient> {
  const [{ createPrismaClient }, adapter] = await Promise.all([import('./prisma-client.ts'), prismaAdapter()]);
  return createPrismaClient(observeStatements(adapter, prepared.untriggered), options);
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

async function ping(ask: DatabaseParts['ask']): Promise<void> {
  const message = `no answer within ${PING_TIMEOUT_MS} ms`;
  try {
    await pTimeout(ask(), { milliseconds: PING_TIMEOUT_MS, message });
  } catch (error) {
    throw new DatabaseUnavailableError('The database does not answer', { cause: error });
  }
}
