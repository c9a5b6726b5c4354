import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseUnderTest, freshCitus, openTestDatabase, query } from '../../kit/databases.ts';
import { tablesOfKind } from '../../kit/organization-condition.ts';
import { captureBroadRun } from '../row-security/broad-run.ts';
import type { Captured } from '../row-security/captured.ts';

// What only Citus itself can say. Where `TEST_CITUS_URL` names one, the suites of both databases run there as well.

const DISTRIBUTE = readFileSync(new URL('../../../ops/citus/distribute.sql', import.meta.url), 'utf8');
const PLACED = `SELECT table_name::text, citus_table_type, colocation_id, shard_count FROM citus_tables ORDER BY 1`;

describe.skipIf(process.env['TEST_CITUS_URL'] === undefined)('a database that Citus has distributed', () => {
  let fresh: Awaited<ReturnType<typeof freshCitus>>;
  beforeAll(async () => {
    fresh = await freshCitus();
  }, 120_000);
  afterAll(() => fresh.remove());

  it('has its tables where the file says, those of organizations side by side', async () => {
    const placed = await query<{ table_name: string; citus_table_type: string; colocation_id: number }>(
      fresh.connection.url,
      PLACED,
    );
    const ofType = (type: string) => placed.filter(({ citus_table_type }) => citus_table_type === type);
    expect(ofType('distributed').map(({ table_name }) => table_name)).toEqual(tablesOfKind('distributed').sort());
    expect(ofType('reference').map(({ table_name }) => table_name)).toEqual(tablesOfKind('reference').sort());
    expect(new Set(ofType('distributed').map(({ colocation_id }) => colocation_id)).size).toBe(1);
  });

  it('stays so when the file is run again', async () => {
    const before = await query(fresh.connection.url, PLACED);
    await query(fresh.connection.url, DISTRIBUTE);
    expect(await query(fresh.connection.url, PLACED)).toEqual(before);
  });

  it('sends each statement of the API to the one shard of its organization', async () => {
    const database = await openTestDatabase(fresh.connection);
    const use = { database, connection: fresh.connection } as DatabaseUnderTest;
    const { captured } = await captureBroadRun(use);
    await database.close();
    const client = new pg.Client({ connectionString: fresh.connection.url });
    await client.connect();
    const plans: { readonly sql: string; readonly tasks: readonly number[] }[] = [];
    for (const each of captured.filter(isOfOrganizations))
      plans.push({ sql: each.sql, tasks: await tasksOf(client, each) });
    await client.end();
    expect(plans.length).toBeGreaterThan(90);
    expect(plans.filter(({ tasks }) => tasks.some((count) => count > 1)).map(({ sql }) => sql)).toEqual([]);
    process.stdout.write(
      `${plans.length} statements, ${plans.filter(({ tasks }) => tasks.length > 0).length} with tasks\n`,
    );
  }, 900_000);
});

function isOfOrganizations({ sql }: Captured): boolean {
  return (
    /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)/i.test(sql) &&
    tablesOfKind('distributed').some((name) => sql.includes(name))
  );
}

/** To how many shards each part of a statement is sent. */
async function tasksOf(client: pg.Client, { sql, parameters }: Captured): Promise<number[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...parameters]);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  return [...plan.matchAll(/Task Count: (\d+)/g)].map(([, count]) => Number(count));
}
