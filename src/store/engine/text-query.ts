import type pg from 'pg';
import type { Prisma } from '#src/store/generated/prisma/client.ts';
import type { BoundPglite } from './row-security.ts';

/** A statement that answers with one text, such as JSON made by the database. */
export interface TextStatement {
  /** Distinguishes it from other statements: PostgreSQL plans it once for each connection. */
  readonly name: string;
  /** With `$1`, `$2` …, each with its type; `$1` is the organization. */
  readonly sql: string;
  readonly parameters: readonly (number | boolean | readonly string[])[];
  /** Whether one plan is right whatever the values of the parameters are; PostgreSQL keeps it then. */
  readonly isPlannedOnce?: boolean;
}

/**
 * Runs a statement past Prisma, which takes longer for one than PostgreSQL does (ops/decisions/0017-one-statement-a-read.md).
 * @returns its one column of its one row
 */
export type TextQuery = (statement: TextStatement) => Promise<string>;

/** By the pool that Prisma uses. @param isDistributed whether Citus distributes the tables */
export function poolQuery(pool: pg.Pool, { isDistributed }: { readonly isDistributed: boolean }): TextQuery {
  /** Of statements that are planned once, by name. */
  const texts = new Map<string, string>();
  const textOf = ({ name, sql, isPlannedOnce }: TextStatement): string => {
    if (!isPlannedOnce) return sql;
    const text = texts.get(name) ?? withoutValues(sql, isDistributed);
    texts.set(name, text);
    return text;
  };
  return async (statement) => {
    const { name, parameters } = statement;
    const text = textOf(statement);
    const { rows } = await pool.query<string[]>({ name, text, values: [...parameters], rowMode: 'array' });
    return rows[0]?.[0] ?? '';
  };
}

const PARAMETER = /\$(\d+)::(\w+(?:\[\])?)/g;

/**
 * Hides the values of the parameters from the planner, behind an inner SELECT. PostgreSQL plans a prepared statement anew for each execution
 * where it expects a better plan for the values, such as an organization with fewer rows than most, and planning takes twice as long as
 * reading. But Citus finds the node by the organization.
 */
function withoutValues(sql: string, isDistributed: boolean): string {
  // With its type again: what `ANY` has in parentheses would be a subquery.
  return sql.replace(PARAMETER, (parameter, place, type) =>
    isDistributed && place === '1' ? parameter : `(SELECT ${parameter})::${type}`,
  );
}

export function pgliteQuery(pglite: BoundPglite): TextQuery {
  return async ({ sql, parameters }) => {
    const { rows } = await pglite.query<string[]>(sql, [...parameters], { rowMode: 'array' });
    return rows[0]?.[0] ?? '';
  };
}

/** In a transaction, on its connection. */
export function transactionQuery(tx: Prisma.TransactionClient): TextQuery {
  return async ({ sql, parameters }) => {
    const rows = await tx.$queryRawUnsafe<Record<string, string>[]>(sql, ...parameters);
    return Object.values(rows[0] ?? {})[0] ?? '';
  };
}
