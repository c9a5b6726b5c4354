import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { readHistory } from '#src/store/engine/migrate.ts';
import type { SqlSession } from '#src/store/engine/sql-session.ts';
import { defaultSlug } from '#src/store/organizations.ts';
import { type DumpedTable, dumpTables, type OnTable } from './dump.ts';
import type { DumpHeader, DumpManifest } from './dump-format.ts';
import { LEFT_OUT, type ProgramTable, readTables, SHARED_TABLES } from './tables.ts';

/** The first property of every export of one organization: lines as those of a dump, which `qbr restore` refuses. */
const FORMAT = 'qbr-organization';
const FORMAT_VERSION = 1;

/** What an export says of itself before its rows. */
export interface OrganizationHeader extends Pick<DumpHeader, 'programVersion' | 'madeAt' | 'migrations'> {
  readonly organization: { readonly id: number; readonly name: string; readonly slug: string };
  /** The newest entry of its audit trail, as `anchorText` formats it; null without one. */
  readonly auditAnchor: string | null;
  /** Columns, as `table.column`, and tables whose values are not in it, because they are secrets. */
  readonly leftOut: readonly string[];
}

/** Tables of an organization whose rows are secrets. */
const SECRET_TABLES = ['qbr_secret', 'qbr_data_key'];

/** Columns with a secret, or with the hash of one. */
const SECRET_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  qbr_api_key: ['secret_hash'],
  qbr_books_connection: ['password_hash'],
  qbr_books_online: ['refresh_token'],
};

/** What an organization is told of its people. What they are in others, and how they sign in, is not its own. */
const PERSON_COLUMNS = ['id', 'email', 'name'];

/** What no export has. */
export const NOT_EXPORTED: readonly string[] = [
  ...Object.entries(SECRET_COLUMNS).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
  ...SECRET_TABLES,
  ...LEFT_OUT,
];

/** What an export says of itself, from the database; null if there is no such organization. */
export async function readOrganizationHeader(
  session: SqlSession,
  id: number,
  fields: Pick<OrganizationHeader, 'programVersion' | 'madeAt'>,
): Promise<OrganizationHeader | null> {
  const [found] = await session.query<{ name: string; slug: string | null; anchor: string | null }>(
    `SELECT o.name, o.slug, c.organization_id || ':' || c.last_id || ':' || c.last_hash AS anchor FROM organization o
     LEFT JOIN qbr_audit_chain c ON c.organization_id = o.id AND c.last_id > 0 WHERE o.id = $1`,
    [id],
  );
  if (!found) return null;
  const { name, slug, anchor } = found;
  const migrations = (await readHistory(session)).map(({ migration_name, checksum }) => {
    return { name: migration_name, checksum };
  });
  const organization = { id, name, slug: slug ?? defaultSlug(id) };
  return { ...fields, organization, migrations, auditAnchor: anchor, leftOut: NOT_EXPORTED };
}

/**
 * The text of an export of one organization, some lines at a time, and its manifest at the end.
 * @param session in a transaction that sees one moment
 */
export async function* dumpOrganization(
  session: SqlSession,
  header: OrganizationHeader,
  onTable?: OnTable,
): AsyncGenerator<string, DumpManifest> {
  const { id } = header.organization;
  const tables = (await readTables(session)).flatMap((table) => partOf(table, id) ?? []);
  const first = JSON.stringify({ format: FORMAT, formatVersion: FORMAT_VERSION, ...header });
  return yield* dumpTables(session, { header: first, tables }, onTable);
}

/** What a table holds of an organization; null for a table that holds nothing of one. */
function partOf({ name, columns, key }: ProgramTable, id: number): DumpedTable | null {
  const hidden = SECRET_COLUMNS[name] ?? [];
  const part = { name, columns: columns.filter((column) => !hidden.includes(column.name)), key };
  if (SECRET_TABLES.includes(name) || LEFT_OUT.includes(name)) return null;
  if (name === 'organization') return { ...part, where: `id = ${id}` };
  if (name === 'qbr_person') {
    const where = `id IN (SELECT person_id FROM qbr_membership WHERE organization_id = ${id})`;
    return { ...part, columns: columns.filter((column) => PERSON_COLUMNS.includes(column.name)), where };
  }
  if (columns.some((column) => column.name === 'organization_id')) return { ...part, where: `organization_id = ${id}` };
  // The inventory knows no organizations: its devices are those of the first one.
  const isInventory = name in SHARED_TABLES && (name === 'vendor' || id === FIRST_ORGANIZATION);
  return isInventory ? part : null;
}
