import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { SqlSession } from './sql-session.ts';

/** The sources of values: systems, and persons. */
export type VendorKey = 'ninjaone' | 'connectwise' | 'quickbooks' | 'manual';
export type VendorIds = Readonly<Record<VendorKey, number>>;

interface VendorRow {
  /** The preferred id, used if it is free. */
  readonly preferredId: number;
  readonly name: string;
  /** Names that an existing inventory database may use for it. */
  readonly otherNames: readonly string[];
}

const VENDORS = {
  ninjaone: { preferredId: 2, name: 'NinjaOne', otherNames: ['Ninja'] },
  connectwise: { preferredId: 3, name: 'ConnectWise', otherNames: [] },
  quickbooks: { preferredId: 4, name: 'QuickBooks', otherNames: [] },
  manual: { preferredId: 5, name: 'Manual', otherNames: [] },
} as const satisfies Record<VendorKey, VendorRow>;

/** How many rows of these tables a database has in which nothing was stored yet. */
export const BASE_ROWS: Readonly<Record<string, number>> = { organization: 1, vendor: Object.keys(VENDORS).length };

/** The highest preferred id: a vendor whose preferred id is taken must not take another's. */
const LAST_PREFERRED_ID = Math.max(...Object.values(VENDORS).map((vendor) => vendor.preferredId));

/**
 * Ensures that organization 1 and the vendors exist. Existing rows, of this or of an inventory program, are used and never
 * changed. The caller holds the migration lock.
 * @param organizationName the name of organization 1 if it does not exist yet
 * @returns the id of each vendor in this database
 */
export async function ensureBaseRows(session: SqlSession, organizationName: string): Promise<VendorIds> {
  return Object.freeze((await findBaseRows(session)) ?? (await insertBaseRows(session, organizationName)));
}

/** In one statement, because most starts find everything: the vendors, if nothing is missing and no sequence lags behind. */
async function findBaseRows(session: SqlSession): Promise<VendorIds | null> {
  const names = Object.values(VENDORS).flatMap(namesOf);
  const isAhead = (table: Sequenced) =>
    `(SELECT pg_get_serial_sequence('public.${table}', 'id') IS NULL
             OR coalesce(pg_sequence_last_value(pg_get_serial_sequence('public.${table}', 'id')::regclass), 0) >= max(id)
      FROM ${table})`;
  const rows = await session.query<NamedVendor>(
    `SELECT id::int4 AS id, lower(btrim(name)) AS name FROM vendor
     WHERE lower(btrim(name)) IN (${placeholders(names, 2)})
       AND EXISTS (SELECT 1 FROM organization WHERE id = $1)
       AND ${isAhead('organization')} AND ${isAhead('vendor')}`,
    [FIRST_ORGANIZATION, ...names],
  );
  const [ninjaone, connectwise, quickbooks, manual] = [
    pickVendor(rows, VENDORS.ninjaone),
    pickVendor(rows, VENDORS.connectwise),
    pickVendor(rows, VENDORS.quickbooks),
    pickVendor(rows, VENDORS.manual),
  ];
  if (ninjaone === undefined || connectwise === undefined || quickbooks === undefined || manual === undefined)
    return null;
  return { ninjaone, connectwise, quickbooks, manual };
}

async function insertBaseRows(session: SqlSession, organizationName: string): Promise<VendorIds> {
  await session.query('INSERT INTO organization (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING', [
    FIRST_ORGANIZATION,
    organizationName,
  ]);
  await advanceIdSequence(session, 'organization');
  const vendorIds: VendorIds = {
    ninjaone: await ensureVendor(session, VENDORS.ninjaone),
    connectwise: await ensureVendor(session, VENDORS.connectwise),
    quickbooks: await ensureVendor(session, VENDORS.quickbooks),
    manual: await ensureVendor(session, VENDORS.manual),
  };
  await advanceIdSequence(session, 'vendor');
  return vendorIds;
}

/** Attempts to insert a vendor while another program, which does not take our lock, inserts its own vendors. */
const INSERT_ATTEMPTS = 5;

async function ensureVendor(session: SqlSession, vendor: VendorRow): Promise<number> {
  for (let attempt = 1; attempt <= INSERT_ATTEMPTS; attempt++) {
    const existing = await findVendor(session, vendor);
    if (existing !== undefined) return existing;
    await insertVendor(session, vendor);
  }
  throw new Error(`The vendor ${vendor.name} could not be inserted: other programs kept taking its id`);
}

/** A row of a vendor, with its name as it is compared. */
interface NamedVendor {
  readonly id: number;
  readonly name: string;
}

async function findVendor(session: SqlSession, vendor: VendorRow): Promise<number | undefined> {
  const names = namesOf(vendor);
  const rows = await session.query<NamedVendor>(
    `SELECT id::int4 AS id, lower(btrim(name)) AS name FROM vendor WHERE lower(btrim(name)) IN (${placeholders(names, 1)})`,
    names,
  );
  return pickVendor(rows, vendor);
}

/** If several rows match the vendor's names, the one with its preferred id is used, else the oldest. */
function pickVendor(rows: readonly NamedVendor[], vendor: VendorRow): number | undefined {
  const names = namesOf(vendor);
  const ids = rows.filter(({ name }) => names.includes(name)).map(({ id }) => id);
  return ids.includes(vendor.preferredId) ? vendor.preferredId : ids.sort((a, b) => a - b)[0];
}

function namesOf({ name, otherNames }: VendorRow): string[] {
  return [name, ...otherNames].map((each) => each.toLowerCase());
}

function placeholders(values: readonly unknown[], first: number): string {
  return values.map((_, index) => `$${first + index}`).join(', ');
}

async function insertVendor(session: SqlSession, vendor: VendorRow): Promise<void> {
  // OVERRIDING SYSTEM VALUE: the id column of an existing table may be an identity column.
  await session.query(
    `INSERT INTO vendor (id, name) OVERRIDING SYSTEM VALUE
     SELECT CASE WHEN EXISTS (SELECT 1 FROM vendor WHERE id = $1)
                 THEN greatest((SELECT max(id) FROM vendor), $2) + 1
                 ELSE $1 END, $3
     ON CONFLICT DO NOTHING`,
    [vendor.preferredId, LAST_PREFERRED_ID, vendor.name],
  );
}

/** A table whose ids may come from a sequence. */
type Sequenced = 'organization' | 'vendor';

/** Moves the table's id sequence, if it has one, past the ids in use, so that the next insert that relies on it succeeds. */
async function advanceIdSequence(session: SqlSession, table: Sequenced): Promise<void> {
  const [found] = await session.query<{ sequence: string | null }>(
    `SELECT pg_get_serial_sequence('public.${table}', 'id') AS sequence`,
  );
  if (!found?.sequence) return;
  // Never backwards: the sequence may belong to another program.
  await session.query(
    `SELECT setval('${found.sequence}', used.id)
     FROM (SELECT max(id) AS id FROM ${table}) AS used, ${found.sequence} AS sequence
     WHERE used.id > sequence.last_value OR (used.id = sequence.last_value AND NOT sequence.is_called)`,
  );
}
