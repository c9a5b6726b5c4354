import type { SqlSession } from '#src/store/engine/sql-session.ts';

/** A table of this program as the database has it. */
export interface ProgramTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** The columns of its primary key. */
  readonly key: readonly KeyColumn[];
  /** Tables that its rows refer to. */
  readonly parents: readonly string[];
}

export interface TableColumn {
  readonly name: string;
  /** As SQL writes it: `numeric(14,4)`. */
  readonly type: string;
}

interface KeyColumn {
  readonly name: string;
  readonly isText: boolean;
}

/**
 * Tables that an inventory database may have as well, with the columns that are this program's (migration `initial`): those of another program
 * are not backed up. Every other table of this program begins with `qbr_`, or is `organization`.
 */
export const SHARED_TABLES: Readonly<Record<string, readonly string[]>> = {
  vendor: ['id', 'name'],
  site: ['id', 'vendor_id', 'vendor_site_key', 'name'],
  device_identity: ['id', 'vendor_id', 'vendor_device_key', 'first_seen_date', 'last_seen_date'],
  device_snapshot: [
    ...['id', 'snapshot_date', 'vendor_id', 'device_identity_id', 'site_id', 'hostname', 'organization_name'],
    ...['display_name', 'location_name', 'node_class', 'created_at', 'qbr_run_id'],
  ],
};

/** Tables whose rows are not backed up: who is signed in or about to be. Their secrets do not belong into a file. */
export const LEFT_OUT: readonly string[] = [
  'qbr_session',
  'qbr_sign_in',
  'qbr_web_connector_session',
  'qbr_books_authorization',
];

/** Columns whose values only the installation's key opens, by itself or by a data key; no backup has it. */
export const SEALED_COLUMNS: readonly (readonly [table: string, column: string])[] = [
  ['qbr_books_online', 'refresh_token'],
  ['qbr_secret', 'sealed'],
];

/** A condition on `pg_class AS c`: the tables of this program. */
export const IS_OURS = `c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND (c.relname LIKE 'qbr\\_%' OR c.relname IN ('organization', ${Object.keys(SHARED_TABLES)
    .map((name) => `'${name}'`)
    .join(', ')}))`;

/** The tables of this program, each after those that its rows refer to. */
export async function readTables(session: SqlSession): Promise<ProgramTable[]> {
  const rows = await session.query<{ tables: string }>(
    `SELECT coalesce(json_agg(t ORDER BY t.name COLLATE "C"), '[]')::text AS tables FROM (
       SELECT c.relname AS name,
         (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
         (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'isText', a.attcollation <> 0) ORDER BY k.place), '[]')
          FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (attnum, place), pg_attribute a
          WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum) AS key,
         (SELECT coalesce(json_agg(DISTINCT p.relname), '[]') FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid
          WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS parents
       FROM pg_class c WHERE ${IS_OURS}) AS t`,
  );
  const tables = JSON.parse(rows[0]?.tables ?? '[]') as ProgramTable[];
  return parentsFirst(tables.map(withOwnColumns));
}

function withOwnColumns(table: ProgramTable): ProgramTable {
  const own = SHARED_TABLES[table.name];
  return own ? { ...table, columns: table.columns.filter(({ name }) => own.includes(name)) } : table;
}

function parentsFirst(tables: readonly ProgramTable[]): ProgramTable[] {
  const sorted: ProgramTable[] = [];
  let rest = [...tables];
  while (rest.length > 0) {
    const waiting = new Set(rest.map(({ name }) => name));
    const ready = rest.filter(({ parents }) => !parents.some((parent) => waiting.has(parent)));
    if (ready.length === 0) throw new Error(`These tables refer to each other: ${[...waiting].join(', ')}`);
    sorted.push(...ready);
    rest = rest.filter((table) => !ready.includes(table));
  }
  return sorted;
}

/** The name of a table or column in SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The last value that a sequence has given, by the column that takes its ids: `qbr_import.id`; null for none yet. */
export type SequenceValues = Readonly<Record<string, string | null>>;

/** The sequences of this program's tables, those that are left out included: the audit trail names sessions by their ids. */
export async function readSequences(session: SqlSession): Promise<SequenceValues> {
  const rows = await session.query<{ owner: string; value: string | null }>(
    `SELECT c.relname || '.' || a.attname AS owner, pg_sequence_last_value(d.objid)::text AS value
     FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
     JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
     WHERE d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass AND ${IS_OURS}
     ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ owner, value }) => [owner, value]));
}
