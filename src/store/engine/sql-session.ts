import type { PGlite } from '@electric-sql/pglite';
import type { Client } from 'pg';

/** A connection for SQL that does not go through Prisma: migrations, locks, adoption of existing rows. */
export interface SqlSession {
  /** The rows of one statement, with `$1`, `$2` … for its parameters. */
  query<Row>(sql: string, parameters?: readonly (string | number | null)[]): Promise<Row[]>;
  /** Runs a script of any number of statements. */
  run(script: string): Promise<void>;
}

export function pgSession(client: Client): SqlSession {
  return {
    async query<Row>(sql: string, parameters: readonly (string | number | null)[] = []) {
      return (await client.query(sql, [...parameters])).rows as Row[];
    },
    async run(script) {
      await client.query(script);
    },
  };
}

/** @param pglite the database, or a transaction of it */
export function pgliteSession(pglite: Pick<PGlite, 'query' | 'exec'>): SqlSession {
  return {
    async query<Row>(sql: string, parameters: readonly (string | number | null)[] = []) {
      return (await pglite.query<Row>(sql, [...parameters])).rows;
    },
    async run(script) {
      await pglite.exec(script);
    },
  };
}
