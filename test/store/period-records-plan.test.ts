import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { monthsOf, parsePeriod } from '#src/core/period.ts';
import { poolQuery } from '#src/store/engine/text-query.ts';
import { type RecordKey, readRecords } from '#src/store/period-records.ts';
import { freshPostgresql, openTestDatabase, query } from '../kit/databases.ts';
import { tablesWithoutCondition } from '../kit/organization-condition.ts';
import { enter } from '../kit/services.ts';

const QUARTER = parsePeriod('2024-Q2');
const MONTHS = monthsOf(QUARTER);
const QUESTIONS: readonly (readonly RecordKey[])[] = [
  [...MONTHS.slice(0, 1), 'organization'],
  [QUARTER, ...MONTHS, 'months'],
];

/** Values of 40 organizations with ten years each, beside which the first one is small. */
const OTHERS = `INSERT INTO organization (id, name) SELECT n, 'Organization ' || n FROM generate_series(2, 41) AS n;
  INSERT INTO qbr_metrics_monthly (organization_id, period, metric_name, metric_value, data_source, vendor_id, updated_at)
    SELECT organization, to_char(month, 'YYYY-MM'), 'metric_' || number, number, 'collected', (SELECT min(id) FROM vendor), now()
    FROM generate_series(2, 41) AS organization, generate_series(1, 8) AS number,
      generate_series('2010-01-01'::date, '2019-12-01'::date, '1 month') AS month;
  ANALYZE`;

it.each([
  { beside: 'no others', others: '' },
  { beside: 'larger organizations', others: OTHERS },
])(
  'Records are read by statements that PostgreSQL plans once, not for each question, beside $beside',
  async ({ others }) => {
    const fresh = await freshPostgresql();
    const database = await openTestDatabase(fresh.connection);
    const pool = new pg.Pool({ connectionString: fresh.connection.url, max: 1 });
    onTestFinished(async () => {
      await pool.end();
      await database.close();
      await fresh.remove();
    });
    for (const month of MONTHS) await enter(database, month, { employees: 9 });
    await query(fresh.connection.url, others);
    const ask = poolQuery(pool, { isDistributed: false });
    for (const keys of QUESTIONS) {
      for (let time = 0; time < 10; time += 1) await readRecords(ask, 1, keys);
    }
    const { rows } = await pool.query<{ generic: number; custom: number }>(
      'SELECT generic_plans::integer AS generic, custom_plans::integer AS custom FROM pg_prepared_statements',
    );
    // The first five times it compares.
    expect(rows).toEqual(QUESTIONS.map(() => ({ generic: 5, custom: 5 })));
  },
);

it('Citus is told the organization, by which it finds the node', async () => {
  const sent: string[] = [];
  const pool = { query: async ({ text }: { text: string }) => sent.push(text) && { rows: [['{}']] } };
  await readRecords(poolQuery(pool as never, { isDistributed: true }), 1, [QUARTER, 'organization']);
  expect(tablesWithoutCondition(sent.join())).toEqual([]);
  expect(sent.join()).toContain('unnest((SELECT $2::text[])::text[])');
});
