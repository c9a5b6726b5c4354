import { BOUND_ROLE } from '#src/store/engine/row-security.ts';
import type { Captured } from './captured.ts';
import type { Console } from './console.ts';

export const FOREIGN = 1;
export const OWN = 2;

/** What a statement does within the own organization. */
export interface Outcome {
  /** How many rows, and which; or the code of an error. */
  readonly answer: string;
  /** Whether it has changed a row of the foreign organization. */
  readonly hasChanged: boolean;
}

export interface Circumstances {
  readonly tables: readonly string[];
  /** Whether the policies bind it. */
  readonly isBound: boolean;
  /** Without any row of the foreign organization. */
  readonly isAlone: boolean;
}

/** Runs each statement on the same rows, and undoes it. */
export async function outcomes(
  console: Console,
  statements: readonly Captured[],
  { tables, isBound, isAlone }: Circumstances,
): Promise<Outcome[]> {
  const results: Outcome[] = [];
  await console.query('BEGIN');
  try {
    if (isAlone)
      await withoutTriggers(
        console,
        tables.map((table) => `DELETE FROM ${table} WHERE organization_id = ${FOREIGN}`),
      );
    const before = await digest(console, tables);
    for (const statement of statements) {
      await console.query('SAVEPOINT each');
      const answer = await answerOf(console, statement, isBound);
      let hasChanged = false;
      if (!answer.startsWith('error') && !/^\s*SELECT/i.test(statement.sql)) {
        await console.query(`SELECT set_config('role', 'none', true)`);
        hasChanged = (await digest(console, tables)) !== before;
      }
      await console.query('ROLLBACK TO SAVEPOINT each');
      results.push({ answer, hasChanged });
    }
  } finally {
    await console.query('ROLLBACK');
  }
  return results;
}

async function answerOf(console: Console, { sql, parameters }: Captured, isBound: boolean): Promise<string> {
  const role = isBound ? BOUND_ROLE : 'none';
  await console.query(`SELECT set_config('role', $1, true), set_config('qbr.organization', $2, true)`, [
    role,
    `${OWN}`,
  ]);
  try {
    const { rows, count } = await console.query(sql, parameters);
    // Ids of new rows are others each time.
    if (/^\s*INSERT/i.test(sql)) return `${count}`;
    return JSON.stringify([count, ...rows.map(textOf).sort()]);
  } catch (error) {
    return `error ${(error as { code?: string }).code ?? String(error)}`;
  }
}

function textOf(row: unknown): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
}

async function digest(console: Console, tables: readonly string[]): Promise<string> {
  const each = tables.map(
    (table) =>
      `(SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM ${table} t WHERE organization_id = ${FOREIGN})`,
  );
  const { rows } = await console.query(`SELECT concat_ws('-', ${each.join(', ')}) AS digest`);
  return (rows[0] as { digest: string }).digest;
}

/** The tables that have rows of organizations. */
export async function protectedTables(console: Console): Promise<string[]> {
  const { rows } = await console.query(
    `SELECT polrelid::regclass::text AS name FROM pg_policy WHERE polname = 'qbr_organization' ORDER BY 1`,
  );
  return (rows as { name: string }[]).map(({ name }) => name);
}

/** Gives the own organization the rows of the foreign one. */
export async function copyToOwn(console: Console, tables: readonly string[]): Promise<void> {
  await console.query(`INSERT INTO organization (id, name) VALUES (${OWN}, 'Own MSP') ON CONFLICT DO NOTHING`);
  await copyToOrganizations(console, tables, `(VALUES (${OWN}))`);
}

/**
 * Gives organizations the rows of the foreign one, except for those that only one may have.
 * @param organizations a part of FROM with the ids as its only column
 */
export async function copyToOrganizations(
  console: Console,
  tables: readonly string[],
  organizations: string,
): Promise<void> {
  const copies: string[] = [];
  for (const table of tables) {
    const { rows } = await console.query(
      `SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
       WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> 'organization_id'`,
    );
    const { columns } = rows[0] as { columns: string };
    copies.push(
      `INSERT INTO ${table} (organization_id, ${columns}) OVERRIDING SYSTEM VALUE
       SELECT given, ${columns} FROM ${table}, ${organizations} AS others (given) WHERE organization_id = ${FOREIGN}
       ON CONFLICT DO NOTHING`,
    );
  }
  await withoutTriggers(console, copies);
}

/** Runs statements as a restore does: without triggers and foreign keys. */
export async function withoutTriggers(console: Console, statements: readonly string[]): Promise<void> {
  await console.query('SET session_replication_role = replica');
  for (const sql of statements) await console.query(sql);
  await console.query('SET session_replication_role = origin');
}
