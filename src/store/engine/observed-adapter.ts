import type { PrismaPg } from '@prisma/adapter-pg';
import type { PrismaPGlite } from 'pglite-prisma-adapter';
import { observed } from '#src/telemetry/activity.ts';
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
    connection.startTransaction = async (...options) => observeQueryable(await startTransaction(...options));
    return connection;
  };
  return adapter;
}

function observeQueryable<Q extends Queryable>(queryable: Q): Q {
  const queryRaw = queryable.queryRaw.bind(queryable);
  const executeRaw = queryable.executeRaw.bind(queryable);
  queryable.queryRaw = (query) => observed({ kind: 'statement', sql: query.sql }, () => queryRaw(query));
  queryable.executeRaw = (query) => observed({ kind: 'statement', sql: query.sql }, () => executeRaw(query));
  return queryable;
}

/** Makes the statements past Prisma observable. */
export function observedQuery(query: TextQuery): TextQuery {
  return (statement) => observed({ kind: 'statement', sql: statement.sql }, () => query(statement));
}
