import type { PrismaPg } from '@prisma/adapter-pg';
import type { PrismaPGlite } from 'pglite-prisma-adapter';
import { observed } from '#src/telemetry/activity.ts';
import { type Access, currentAccess } from './organization-context.ts';
import type { TextQuery } from './text-query.ts';

/** The adapters of the two databases. */
export type PrismaAdapter = PrismaPg | PrismaPGlite;

/** What runs statements: an adapter's connection, or one of its transactions. */
interface Queryable {
  queryRaw(query: { readonly sql: string }): Promise<unknown>;
  executeRaw(query: { readonly sql: string }): Promise<unknown>;
}
interface Connection extends Queryable {
  startTransaction(...options: unknown[]): Promise<Queryable>;
}

/**
 * Makes the statements of Prisma observable, by its adapter: Prisma's own events have no error, no begin and no caller.
 * @returns the same adapter
 */
export function observeStatements<Adapter extends PrismaAdapter>(adapter: Adapter): Adapter {
  const connecting = adapter as unknown as { connect(): Promise<Connection> };
  const connect = connecting.connect.bind(adapter);
  connecting.connect = async () => {
    const connection = observeQueryable(await connect());
    const startTransaction = connection.startTransaction.bind(connection);
    connection.startTransaction = async (...options) => observeQueryable(bind(await startTransaction(...options)));
    return connection;
  };
  return adapter;
}

/** A transaction keeps the access that it has begun with: a statement of another organization in it is a defect. */
function bind<Q extends Queryable>(transaction: Q): Q {
  const begun = currentAccess();
  const check = (): void => {
    const access = currentAccess();
    // What ends a transaction belongs to nobody.
    if (access === '' || access === begun) return;
    throw new Error(`A statement within ${nameOf(access)} was sent in a transaction within ${nameOf(begun)}`);
  };
  const queryRaw = transaction.queryRaw.bind(transaction);
  const executeRaw = transaction.executeRaw.bind(transaction);
  transaction.queryRaw = async (query) => {
    check();
    return queryRaw(query);
  };
  transaction.executeRaw = async (query) => {
    check();
    return executeRaw(query);
  };
  return transaction;
}

function nameOf(access: Access): string {
  if (access === 'all') return 'all organizations';
  return access === '' ? 'no organization' : `organization ${access}`;
}

function observeQueryable<Q extends Queryable>(queryable: Q): Q {
  const queryRaw = queryable.queryRaw.bind(queryable);
  const executeRaw = queryable.executeRaw.bind(queryable);
  queryable.queryRaw = async ({ sql, ...query }) => {
    refuseOutside(sql);
    return observed({ kind: 'statement', sql }, () => queryRaw({ sql, ...query }));
  };
  queryable.executeRaw = async ({ sql, ...query }) => {
    refuseOutside(sql);
    return observed({ kind: 'statement', sql }, () => executeRaw({ sql, ...query }));
  };
  return queryable;
}

/** The tables of this program whose rows belong to no organization. */
export const TABLES_OF_NONE: readonly string[] = [
  ...['qbr_benchmark', 'qbr_benchmark_set', 'qbr_benchmark_set_line'],
  ...['qbr_person', 'qbr_session', 'qbr_sign_in'],
];

/** The database refuses such a statement only where it comes to a row: an empty answer could be a wrong number until then. */
function refuseOutside(sql: string): void {
  if (currentAccess() !== '') return;
  const [table] = (sql.match(/\bqbr_\w+/g) ?? []).filter((name) => !TABLES_OF_NONE.includes(name));
  if (table !== undefined) throw new Error(`A statement outside of any organization names ${table}`);
}

/** Makes the statements past Prisma observable. */
export function observedQuery(query: TextQuery): TextQuery {
  return async (statement) => {
    refuseOutside(statement.sql);
    return observed({ kind: 'statement', sql: statement.sql }, () => query(statement));
  };
}
