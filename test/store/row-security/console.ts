import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';

/** Runs SQL on the database of a test as its owner, outside of the program. */
export interface Console {
  query(sql: string, parameters?: readonly unknown[]): Promise<{ readonly rows: unknown[]; readonly count: number }>;
  close(): Promise<void>;
}

/** @param pglite the engine of the embedded database, which has one session */
export async function openConsole(connection: DatabaseConnection, pglite: PGlite | undefined): Promise<Console> {
  if (connection.kind === 'embedded') {
    if (!pglite) throw new Error('No statement reached the embedded database');
    // Its session has served an organization.
    await pglite.query(`SELECT set_config('role', 'none', false), set_config('qbr.organization', 'all', false)`);
    return {
      async query(sql, parameters = []) {
        const { rows, affectedRows = 0 } = await pglite.query(sql, [...parameters]);
        return { rows, count: Math.max(rows.length, affectedRows) };
      },
      close: async () => undefined,
    };
  }
  if (connection.kind !== 'postgresql') throw new Error('A test has an address');
  const client = new pg.Client({ connectionString: connection.url });
  client.on('error', () => undefined);
  await client.connect();
  return {
    async query(sql, parameters = []) {
      const { rows, rowCount } = await client.query(sql, [...parameters]);
      return { rows, count: rowCount ?? 0 };
    },
    close: () => client.end(),
  };
}
