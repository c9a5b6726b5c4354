import type { Device } from '#src/core/collection/device.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** A device to store, with the vendor's key of its site. */
export interface SnapshotDevice extends Device {
  readonly siteKey: string | null;
}

/** All devices that a vendor listed on one local date (`YYYY-MM-DD`). */
export interface DeviceInventory {
  readonly date: string;
  readonly at: Date;
  readonly devices: readonly SnapshotDevice[];
  readonly sites: readonly { readonly key: string; readonly name: string }[];
}

/** The latest devices of a month, with the local date (`YYYY-MM-DD`) of their snapshot. */
export interface DeviceSnapshot {
  readonly date: string;
  readonly devices: readonly Device[];
}

/** Whether any program has stored a device snapshot of the vendor. */
export async function hasDeviceSnapshots(reader: Reader, vendorId: number): Promise<boolean> {
  return (await reader.deviceSnapshot.findFirst({ where: { vendorId }, select: { id: true } })) !== null;
}

/** Whether another program has stored a snapshot of that date in a shared database; it is kept and used. */
export async function hasForeignSnapshot(reader: Reader, vendorId: number, date: string): Promise<boolean> {
  const where = { vendorId, snapshotDate: midnight(date), qbrRunId: null };
  return (await reader.deviceSnapshot.findFirst({ where, select: { id: true } })) !== null;
}

/** Stores an inventory as the snapshot of its date, replacing an earlier one by this program. */
export async function saveDeviceSnapshot(
  tx: Transaction,
  snapshot: DeviceInventory,
  { vendorId, runId }: { readonly vendorId: number; readonly runId: number },
): Promise<void> {
  const { date } = snapshot;
  await tx.deviceSnapshot.deleteMany({ where: { vendorId, snapshotDate: midnight(date) } });
  const sites = JSON.stringify(snapshot.sites);
  await tx.$executeRaw`
    INSERT INTO site (vendor_id, vendor_site_key, name)
    SELECT ${vendorId}::integer, left(key, 255), left(name, 255) FROM jsonb_to_recordset(${sites}::jsonb) AS row (key text, name text)
    ON CONFLICT DO NOTHING`;
  const devices = JSON.stringify(snapshot.devices);
  await tx.$executeRaw`
    INSERT INTO device_identity AS known (vendor_id, vendor_device_key, first_seen_date, last_seen_date)
    SELECT ${vendorId}::integer, left(key, 255), ${date}::date, ${date}::date
    FROM jsonb_to_recordset(${devices}::jsonb) AS row (key text)
    ON CONFLICT (vendor_id, vendor_device_key) DO UPDATE SET last_seen_date = excluded.last_seen_date
    WHERE known.last_seen_date < excluded.last_seen_date`;
  await tx.$executeRaw`
    INSERT INTO device_snapshot
      (snapshot_date, vendor_id, device_identity_id, site_id, hostname, organization_name, display_name, location_name,
       node_class, created_at, qbr_run_id)
    SELECT ${date}::date, ${vendorId}::integer, identity.id, site.id, left("systemName", 255), left("organizationName", 255),
           left("displayName", 255), left("locationName", 255), left("nodeClass", 100), ${snapshot.at}::timestamptz,
           ${runId}::integer
    FROM jsonb_to_recordset(${devices}::jsonb) AS row
      (key text, "siteKey" text, "systemName" text, "organizationName" text, "displayName" text, "locationName" text,
       "nodeClass" text)
    JOIN device_identity AS identity ON identity.vendor_id = ${vendorId}::integer AND identity.vendor_device_key = left(key, 255)
    LEFT JOIN site ON site.vendor_id = ${vendorId}::integer AND site.vendor_site_key = "siteKey"`;
}

function midnight(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** The latest snapshot of a month; its devices have their vendor's keys, and are in order of key. */
export interface SnapshotOfMonth extends DeviceSnapshot {
  readonly storedAt: Date;
}

/** The latest snapshot dated inside each of the months, by month; months without one are not in the map. One statement. */
export async function readLatestSnapshots(
  reader: Reader,
  vendorId: number,
  months: readonly Month[],
): Promise<ReadonlyMap<Month, SnapshotOfMonth>> {
  const rows = await reader.$queryRaw<
    (Device & { readonly month: Month; readonly date: string; readonly storedAt: Date })[]
  >`
    SELECT to_char(snapshot.snapshot_date, 'YYYY-MM') AS month, snapshot.snapshot_date::text AS date,
      snapshot.created_at AS "storedAt", coalesce(identity.vendor_device_key, snapshot.id::text) AS key,
      snapshot.node_class AS "nodeClass", snapshot.display_name AS "displayName", snapshot.hostname AS "systemName",
      snapshot.organization_name AS "organizationName", snapshot.location_name AS "locationName"
    FROM device_snapshot AS snapshot
    LEFT JOIN device_identity AS identity ON identity.id = snapshot.device_identity_id
    WHERE snapshot.vendor_id = ${vendorId}::integer AND snapshot.snapshot_date IN (
      SELECT max(other.snapshot_date) FROM unnest(${[...months]}::text[]) AS month
      JOIN device_snapshot AS other ON other.vendor_id = ${vendorId}::integer
        AND other.snapshot_date >= (month || '-01')::date AND other.snapshot_date < (month || '-01')::date + interval '1 month'
      GROUP BY month)
    ORDER BY snapshot.snapshot_date, coalesce(identity.vendor_device_key, snapshot.id::text) COLLATE "C"`;
  const snapshots = new Map<Month, { date: string; storedAt: Date; devices: Device[] }>();
  for (const { month, date, storedAt, ...device } of rows) {
    const snapshot = snapshots.get(month) ?? { date, storedAt, devices: [] };
    snapshots.set(month, snapshot);
    snapshot.devices.push(device);
  }
  return snapshots;
}
