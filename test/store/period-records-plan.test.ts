import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { monthsOf, parsePeriod } from '#src/core/period.ts';
import { poolQuery } from '#src/store/engine/text-query.ts';
import { type RecordKey, readRecords } from '#src/store/period-records.ts';
import { freshPostgresql, openTestDatabase } from '../kit/databases.ts';
import { enter } from '../kit/services.ts';

const QUARTER = parsePeriod('2024-Q2');
const MONTHS = monthsOf(QUARTER);
const QUESTIONS: readonly (readonly RecordKey[])[] = [
  [...MONTHS.slice(0, 1), 'organization'],
  [QUARTER, ...MONTHS, 'months'],
];

it('Records are read by statements that PostgreSQL plans once, not for each question', async () => {
  const fresh = await freshPostgresql();
  const database = await openTestDatabase(fresh.connection);
  const pool = new pg.Pool({ connectionString: fresh.connection.url, max: 1 });
  onTestFinished(async () => {
    await pool.end();
    await database.close();
    await fresh.remove();
  });
  for (const month of MONTHS) await enter(database, month, { employees: 9 });
  for (const keys of QUESTIONS) {
    for (let time = 0; time < 10; time += 1) await readRecords(poolQuery(pool), 1, keys);
  }
  const { rows } = await pool.query<{ generic: number; custom: number }>(
    'SELECT generic_plans::integer AS generic, custom_plans::integer AS custom FROM pg_prepared_statements',
  );
  // The first five times it compares.
  expect(rows).toEqual(QUESTIONS.map(() => ({ generic: 5, custom: 5 })));
});
