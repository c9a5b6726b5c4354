import type { PrismaPg } from '@prisma/adapter-pg';
import type { PrismaPGlite } from 'pglite-prisma-adapter';
import { observed } from '#src/telemetry/activity.ts';
import { type Access, currentAccess } from './organization-context.ts';
import type { TextQuery } from './text-query.ts';
import { changesOf, mayHaveChanged } from './written-changes.ts';

/** The adapters of the two databases. */
export type PrismaAdapter = PrismaPg | PrismaPGlite;

/** A statement as Prisma gives it to its adapter. */
interface Query {
  readonly sql: string;
  readonly args: readonly unknown[];
  readonly argTypes: readonly unknown[];
}

/** What runs statements: an adapter's connection, or one of its transactions. */
interface Queryable {
  queryRaw(query: Query): Promise<unknown>;
  executeRaw(query: Query): Promise<unknown>;
}
interface DriverTransaction extends Queryable {
  /** Whether `commit` and `rollback` send their statement themselves. */
  readonly options: { readonly usePhantomQuery: boolean };
  commit(): Promise<unknown>;
  rollback(): Promise<unknown>;
}
interface Connection extends Queryable {
  startTransaction(...options: unknown[]): Promise<DriverTransaction>;
}

/** How a statement is sent. */
type Send = (method: 'queryRaw' | 'executeRaw', query: Query, access: Access) => Promise<unknown>;

/**
 * Makes the statements of Prisma observable, by its adapter: Prisma's own events have no error, no begin and no caller. Notifies of what they
 * change in tables without triggers, in the same transaction.
 * @param untriggered those tables
 * @returns the same adapter
 */
export function observeStatements<Adapter extends PrismaAdapter>(
  adapter: Adapter,
  untriggered: ReadonlySet<string>,
): Adapter {
  const connecting = adapter as unknown as { connect(): Promise<Connection> };
  const connect = connecting.connect.bind(adapter);
  connecting.connect = async () => {
    const connection = await connect();
    const startTransaction = connection.startTransaction.bind(connection);
    const sendAlone = sendingTo(connection);
    const send: Send = (method, query, access) =>
      changesOf(query.sql, access, untriggered).length === 0
        ? sendAlone(method, query, access)
        : inTransaction(startTransaction, (tx) => notifying(tx, untriggered)(method, query, access));
    observeQueryable(connection, currentAccess, send);
    connection.startTransaction = async (...options) => {
      // Prisma sends the statements of all transactions of one moment in the context of the first of them, so that theirs says nothing; the
      // session of a transaction keeps what it has begun with.
      const begun = currentAccess();
      const tx = await startTransaction(...options);
      return observeQueryable(tx, () => begun, notifying(tx, untriggered));
    };
    return connection;
  };
  return adapter;
}

function sendingTo(queryable: Queryable): Send {
  const methods = {
    queryRaw: queryable.queryRaw.bind(queryable),
    executeRaw: queryable.executeRaw.bind(queryable),
  };
  return (method, query) => methods[method](query);
}

/** Sends the statements of a transaction, and after each what it is the first to change, which PostgreSQL sends when it commits. */
function notifying(tx: Queryable, untriggered: ReadonlySet<string>): Send {
  const send = sendingTo(tx);
  const notified = new Set<string>();
  return async (method, query, access) => {
    const result = await send(method, query, access);
    const changes = changesOf(query.sql, access, untriggered).filter((change) => !notified.has(change));
    if (changes.length === 0 || !mayHaveChanged(query.sql, result)) return result;
    for (const change of changes) {
      const argTypes = [{ scalarType: 'string', arity: 'scalar' }];
      await send('executeRaw', { sql: 'SELECT public.qbr_notify($1)', args: [change], argTypes }, access);
      notified.add(change);
    }
    return result;
  };
}

async function inTransaction<T>(
  begin: Connection['startTransaction'],
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  const tx = await begin();
  const end = async (how: 'commit' | 'rollback'): Promise<void> => {
    if (!tx.options.usePhantomQuery) await tx.executeRaw({ sql: how.toUpperCase(), args: [], argTypes: [] });
    await tx[how]();
  };
  /** Its connection may be lost, which the pool then replaces. */
  const giveBack = async () => tx.rollback().catch(() => undefined);
  let result: T;
  try {
    result = await work(tx);
  } catch (error) {
    await end('rollback').catch(giveBack);
    throw error;
  }
  await end('commit').catch(async (error: unknown) => {
    await giveBack();
    throw error;
  });
  return result;
}

/** @param access whose rows its statements see */
function observeQueryable<Q extends Queryable>(queryable: Q, access: () => Access, send: Send): Q {
  const observing = (method: 'queryRaw' | 'executeRaw') => async (query: Query) => {
    const { sql } = query;
    const whose = access();
    refuseOutside(sql, whose);
    return observed({ kind: 'statement', sql, access: whose }, () => send(method, query, whose));
  };
  queryable.queryRaw = observing('queryRaw');
  queryable.executeRaw = observing('executeRaw');
  return queryable;
}

/** The tables of this program whose rows belong to no organization. */
export const TABLES_OF_NONE: readonly string[] = [
  ...['qbr_benchmark', 'qbr_benchmark_set', 'qbr_benchmark_set_line'],
  ...['qbr_person', 'qbr_session', 'qbr_sign_in'],
  'qbr_vendor_server',
];

/** The database refuses such a statement only where it comes to a row: an empty answer could be a wrong number until then. */
function refuseOutside(sql: string, access: Access): void {
  if (access !== '') return;
  const [table] = (sql.match(/\bqbr_\w+/g) ?? []).filter((name) => !TABLES_OF_NONE.includes(name));
  if (table !== undefined) throw new Error(`A statement outside of any organization names ${table}`);
}

/** Makes the statements past Prisma observable. */
export function observedQuery(query: TextQuery): TextQuery {
  return async (statement) => {
    const { sql } = statement;
    const access = currentAccess();
    refuseOutside(sql, access);
    return observed({ kind: 'statement', sql, access }, () => query(statement));
  };
}
