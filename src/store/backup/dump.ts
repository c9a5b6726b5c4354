import { createHash } from 'node:crypto';
import { readHistory } from '#src/store/engine/migrate.ts';
import type { SqlSession } from '#src/store/engine/sql-session.ts';
import { createTableDigest, type DumpHeader, type DumpManifest, headerLine, type TableDigest } from './dump-format.ts';
import { LEFT_OUT, type ProgramTable, quoted, readSequences, readTables, SEALED_COLUMNS } from './tables.ts';

/** Characters of the rows that are read together, about; a row can have megabytes. */
const READ_CHARACTERS = 1_000_000;
const MOST_ROWS = 5_000;

/** Called when all rows of a table were read or written. */
export type OnTable = (name: string, rows: number) => void;

/** How values become text, whatever the server, database or role sets. */
const TEXT_SETTINGS = `SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
  SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL lc_monetary = 'C'`;

/** Makes values in this transaction the same text on every database. */
export function fixTextForms(session: SqlSession): Promise<void> {
  return session.run(TEXT_SETTINGS);
}

/** What a dump says of itself, from the database. */
export async function readDumpHeader(
  session: SqlSession,
  fields: Pick<DumpHeader, 'programVersion' | 'madeAt'>,
): Promise<DumpHeader> {
  const history = await readHistory(session);
  const anchors = await session.query<{ anchor: string }>(
    `SELECT organization_id || ':' || last_id || ':' || last_hash AS anchor FROM qbr_audit_chain WHERE last_id > 0
     ORDER BY organization_id`,
  );
  return {
    ...fields,
    migrations: history.map(({ migration_name: name, checksum }) => ({ name, checksum })),
    auditAnchors: anchors.map(({ anchor }) => anchor),
    sequences: await readSequences(session),
    sealedSecrets: await countSealed(session),
    leftOut: LEFT_OUT,
  };
}

async function countSealed(session: SqlSession): Promise<number> {
  let count = 0;
  for (const [table, column] of SEALED_COLUMNS) {
    // A database of an earlier version may not have the table yet.
    const [found] = await session.query<{ isThere: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS "isThere"`, [
      `public.${quoted(table)}`,
    ]);
    if (!found?.isThere) continue;
    const rows = await session.query<{ count: number }>(
      `SELECT count(${quoted(column)})::int4 AS count FROM ${quoted(table)}`,
    );
    count += rows[0]?.count ?? 0;
  }
  return count;
}

/**
 * The text of a dump, some lines at a time, and its manifest at the end.
 * @param session in a transaction that sees one moment
 */
export async function* dump(
  session: SqlSession,
  header: DumpHeader,
  onTable?: OnTable,
): AsyncGenerator<string, DumpManifest> {
  const tables = (await readTables(session)).filter(({ name }) => !LEFT_OUT.includes(name));
  return yield* dumpTables(session, { header: headerLine(header), tables }, onTable);
}

/** A table of which some rows are dumped. */
export interface DumpedTable extends Pick<ProgramTable, 'name' | 'columns' | 'key'> {
  /** A condition of SQL; all rows without one. */
  readonly where?: string;
}

/**
 * As `dump`, of these tables.
 * @param header the first line, without its end
 */
export async function* dumpTables(
  session: SqlSession,
  { header, tables: dumped }: { readonly header: string; readonly tables: readonly DumpedTable[] },
  onTable: OnTable = () => undefined,
): AsyncGenerator<string, DumpManifest> {
  await fixTextForms(session);
  const whole = createHash('sha256');
  const hashed = (text: string): string => {
    whole.update(text);
    return text;
  };
  const tables: Record<string, TableDigest> = {};
  yield hashed(`${header}\n`);
  for (const table of dumped) {
    const columns = table.columns.map(({ name }) => name);
    yield hashed(`${JSON.stringify({ table: table.name, columns })}\n`);
    const digest = createTableDigest();
    for await (const rows of readRows(session, table)) {
      digest.add(rows);
      yield hashed(`${rows.join('\n')}\n`);
    }
    const end = digest.digest();
    tables[table.name] = end;
    yield hashed(`${JSON.stringify({ end: table.name, ...end })}\n`);
    onTable(table.name, end.rows);
  }
  const manifest = { tables, digest: whole.digest('hex') };
  yield `${JSON.stringify({ manifest })}\n`;
  return manifest;
}

/** Counts and digests the rows of a table, as a dump of it would. */
export async function digestTable(session: SqlSession, table: ProgramTable): Promise<TableDigest> {
  const digest = createTableDigest();
  for await (const rows of readRows(session, table)) digest.add(rows);
  return digest.digest();
}

/** The rows of a table in the order of its key, some at a time, each a JSON array of texts and nulls. */
async function* readRows(
  session: SqlSession,
  { name, columns, key, where }: DumpedTable,
): AsyncGenerator<readonly string[]> {
  if (key.length === 0) throw new Error(`The table ${name} has no primary key`);
  const values = columns.map((column) => `${quoted(column.name)}::text`).join(', ');
  // Databases sort texts in different ways.
  const order = key.map((column) => `${quoted(column.name)}${column.isText ? ' COLLATE "C"' : ''}`).join(', ');
  await session.run(
    `DECLARE dumped NO SCROLL CURSOR FOR SELECT json_build_array(${values})::text AS row FROM ${quoted(name)}
     ${where === undefined ? '' : `WHERE ${where}`} ORDER BY ${order}`,
  );
  for (let count = 16; ; ) {
    const rows = (await session.query<{ row: string }>(`FETCH ${count} FROM dumped`)).map(({ row }) => row);
    if (rows.length > 0) yield rows;
    if (rows.length < count) break;
    const characters = rows.reduce((sum, row) => sum + row.length, 0);
    count = Math.max(1, Math.min(MOST_ROWS, Math.floor((READ_CHARACTERS * count) / characters)));
  }
  await session.run('CLOSE dumped');
}
