import { BackupError, NewerBackupError } from '#src/store/engine/errors.ts';
import { type Migration, migrateInTransaction } from '#src/store/engine/migrate.ts';
import type { SqlSession } from '#src/store/engine/sql-session.ts';
import { digestTable, fixTextForms, type OnTable } from './dump.ts';
import { changed, type DumpHeader, type DumpManifest, type DumpPart, requireEqual } from './dump-format.ts';
import { type ProgramTable, quoted, readTables, type SequenceValues } from './tables.ts';

/** A dump that was written into a database. */
export interface FilledDatabase {
  readonly header: DumpHeader;
  readonly manifest: DumpManifest;
}

/** The last statements of a restore. */
export interface RestoreRecord {
  readonly at: Date;
  readonly actor: string;
  readonly actorId: string | null;
  readonly credential: string | null;
  readonly action: string;
  /** JSON, from what was restored. */
  detail(filled: FilledDatabase): object;
}

/**
 * Writes a dump into a database without tables, in the caller's transaction: brings it to the migrations of the dump, writes the
 * rows, reads them again and compares them with the dump, applies the later migrations, and records the restore as the first
 * audit entry after those of the dump.
 * @param parts are checked while they are read; a fault found at the end must roll the transaction back
 * @throws BackupError if the database then has not exactly the rows of the dump
 */
export async function fill(
  session: SqlSession,
  parts: AsyncIterable<DumpPart>,
  {
    version,
    migrations,
    record,
    onTable,
  }: {
    /** Of the program that has these migrations. */
    readonly version: string;
    readonly migrations: readonly Migration[];
    readonly record: RestoreRecord;
    readonly onTable?: OnTable | undefined;
  },
): Promise<FilledDatabase> {
  await fixTextForms(session);
  const filled = await writeParts(session, parts, { version, migrations, onTable });
  await migrateInTransaction(session, migrations, version);
  await endOpenRuns(session, record.at);
  await appendRecord(session, record, filled);
  return filled;
}

async function writeParts(
  session: SqlSession,
  parts: AsyncIterable<DumpPart>,
  {
    version,
    migrations,
    onTable,
  }: {
    readonly version: string;
    readonly migrations: readonly Migration[];
    readonly onTable?: OnTable | undefined;
  },
): Promise<FilledDatabase> {
  let header: DumpHeader | undefined;
  let manifest: DumpManifest | undefined;
  let tables: readonly ProgramTable[] = [];
  let insert = '';
  for await (const part of parts) {
    if (part.kind === 'header') {
      header = part.header;
      const named = header.migrations.map(({ name }) => name);
      await migrateInTransaction(
        session,
        migrations.filter(({ name }) => named.includes(name)),
        version,
      );
      tables = await readTables(session);
      // The audit trail numbers entries and refuses changes, and others notify of each change: for its owner, not now.
      await switchTriggers(session, tables, 'DISABLE');
    } else if (part.kind === 'table') insert = insertInto(tableOf(tables, part));
    else if (part.kind === 'rows') await session.query(insert, [`[${part.rows.join(',')}]`]);
    else if (part.kind === 'end') {
      requireEqual(part.name, part, await digestTable(session, tableNamed(tables, part.name)));
      onTable?.(part.name, part.rows);
    } else manifest = part.manifest;
  }
  if (!header || !manifest) throw changed('its end is missing');
  await setSequences(session, header.sequences);
  await switchTriggers(session, tables, 'ENABLE');
  return { header, manifest };
}

function tableNamed(tables: readonly ProgramTable[], name: string): ProgramTable {
  const table = tables.find((each) => each.name === name);
  if (table) return table;
  throw changed(`its migrations make no table ${name}`);
}

/** The table with its columns in the order of the dump, which must be its columns. */
function tableOf(
  tables: readonly ProgramTable[],
  { name, columns }: { readonly name: string; readonly columns: readonly string[] },
): ProgramTable {
  const table = tableNamed(tables, name);
  if (table.columns.map((column) => column.name).join() === columns.join()) return table;
  throw changed(`the columns of ${name} are not those of its migrations`);
}

function insertInto({ name, columns }: ProgramTable): string {
  const names = columns.map((column) => quoted(column.name)).join(', ');
  const values = columns.map(({ type }, index) => `(r ->> ${index})::${type}`).join(', ');
  return `INSERT INTO ${quoted(name)} (${names}) OVERRIDING SYSTEM VALUE
    SELECT ${values} FROM jsonb_array_elements($1::text::jsonb) AS rows (r)`;
}

async function switchTriggers(
  session: SqlSession,
  tables: readonly ProgramTable[],
  how: 'DISABLE' | 'ENABLE',
): Promise<void> {
  await session.run(tables.map(({ name }) => `ALTER TABLE ${quoted(name)} ${how} TRIGGER USER;`).join('\n'));
}

/** Ids that were given once are not given again, even where their rows are gone. */
async function setSequences(session: SqlSession, sequences: SequenceValues): Promise<void> {
  for (const [owner, value] of Object.entries(sequences)) {
    const [table = '', column = ''] = owner.split('.');
    if (value === null) continue;
    const [row] = await session.query<{ sequence: string | null }>(
      'SELECT pg_get_serial_sequence($1, $2) AS sequence',
      [`public.${quoted(table)}`, column],
    );
    if (!row?.sequence) throw changed(`its migrations make no ids for ${owner}`);
    await session.query('SELECT setval($1::text::regclass, $2::text::bigint)', [row.sequence, value]);
  }
}

/** Whatever collected in the dumped database does not go on in this one. */
async function endOpenRuns(session: SqlSession, at: Date): Promise<void> {
  const instant = at.toISOString();
  await session.query(
    `UPDATE qbr_collection_log SET status = 'failed', is_transient = true,
       error_message = 'The collection was running when the backup was made',
       collection_ended_at = greatest($1::timestamptz, collection_started_at) WHERE status = 'running'`,
    [instant],
  );
  await session.query(
    `UPDATE qbr_collection_run SET interrupted = true, status = 'failed', ended_at = greatest($1::timestamptz, started_at)
     WHERE status = 'running'`,
    [instant],
  );
}

async function appendRecord(session: SqlSession, record: RestoreRecord, filled: FilledDatabase): Promise<void> {
  const { at, actor, actorId, credential, action } = record;
  await session.query(
    `INSERT INTO qbr_audit (organization_id, at, actor, action, detail, actor_id, credential)
     SELECT id, $1::timestamptz, $2, $3, $4::text::jsonb, $5, $6 FROM organization ORDER BY id`,
    [at.toISOString(), actor, action, JSON.stringify(record.detail(filled)), actorId, credential],
  );
}

/**
 * @throws NewerBackupError, BackupError unless this program can bring the dump's database up to date: every migration of the dump is
 *   one of its own, unchanged
 */
export function requireKnownMigrations(header: DumpHeader, migrations: readonly Migration[], version: string): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of header.migrations) {
    if (known.get(name) === checksum) continue;
    const by = header.programVersion;
    if (known.has(name)) {
      throw new BackupError(
        `The backup was made by another version of this program, ${by}, with another form of the migration ${name}; this is ${version}. Restore it with the version that made it, or a later one. Nothing was changed.`,
      );
    }
    const newer = by === version ? 'a version that is newer than this one' : `version ${by} or later`;
    throw new NewerBackupError(
      `The backup, made by version ${by} of this program, is of a newer database: it has the migration ${name}, which this version, ${version}, does not have. Restore it with ${newer}. Nothing was changed.`,
    );
  }
}
