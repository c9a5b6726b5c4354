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
    const connection = observeQueryable(await connect(), currentAccess);
    const startTransaction = connection.startTransaction.bind(connection);
    connection.startTransaction = async (...options) => {
      // Prisma sends the statements of all transactions of one moment in the context of the first of them, so that theirs says nothing; the
      // session of a transaction keeps what it has begun with.
      const begun = currentAccess();
      return observeQueryable(await startTransaction(...options), () => begun);
    };
    return connection;
  };
  return adapter;
}

/** @param access whose rows its statements see */
function observeQueryable<Q extends Queryable>(queryable: Q, access: () => Access): Q {
  const queryRaw = queryable.queryRaw.bind(queryable);
  const executeRaw = queryable.executeRaw.bind(queryable);
  queryable.queryRaw = async ({ sql, ...query }) => {
    refuseOutside(sql, access());
    return observed({ kind: 'statement', sql }, () => queryRaw({ sql, ...query }));
  };
  queryable.executeRaw = async ({ sql, ...query }) => {
    refuseOutside(sql, access());
    return observed({ kind: 'statement', sql }, () => executeRaw({ sql, ...query }));
  };
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
    refuseOutside(statement.sql, currentAccess());
    return observed({ kind: 'statement', sql: statement.sql }, () => query(statement));
  };
}
