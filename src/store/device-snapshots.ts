import type { Device } from '#src/core/collection/device.ts';
import { type Month, periodDates } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** A device to be stored, with the vendor's key of the site it stands in. */
export interface SnapshotDevice extends Device {
  readonly siteKey: string | null;
}

/** The devices of one local date (`YYYY-MM-DD`). */
export interface Snapshot {
  readonly date: string;
  readonly vendorId: number;
  readonly runId: number;
  readonly at: Date;
  readonly devices: readonly SnapshotDevice[];
  readonly sites: readonly { readonly key: string; readonly name: string }[];
}

/** Whether any program has stored a device snapshot of the vendor. */
export async function hasDeviceSnapshots(reader: Reader, vendorId: number): Promise<boolean> {
  return (await reader.deviceSnapshot.findFirst({ where: { vendorId }, select: { id: true } })) !== null;
}

/**
 * Stores a snapshot in place of an earlier one of the same date by this program. Where another program has stored that
 * date, in a shared database, its rows stay as they are and are used.
 * @returns false where another program's snapshot stands
 */
export async function saveDeviceSnapshot(tx: Transaction, snapshot: Snapshot): Promise<boolean> {
  const { date, vendorId } = snapshot;
  const day = { vendorId, snapshotDate: new Date(`${date}T00:00:00Z`) };
  if (await tx.deviceSnapshot.findFirst({ where: { ...day, qbrRunId: null }, select: { id: true } })) return false;
  await tx.deviceSnapshot.deleteMany({ where: day });
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
           ${snapshot.runId}::integer
    FROM jsonb_to_recordset(${devices}::jsonb) AS row
      (key text, "siteKey" text, "systemName" text, "organizationName" text, "displayName" text, "locationName" text,
       "nodeClass" text)
    JOIN device_identity AS identity ON identity.vendor_id = ${vendorId}::integer AND identity.vendor_device_key = left(key, 255)
    LEFT JOIN site ON site.vendor_id = ${vendorId}::integer AND site.vendor_site_key = "siteKey"`;
  return true;
}

/** The latest snapshot dated inside each of the months, by month; months without one are not in the map. */
export async function readLatestSnapshots(
  reader: Reader,
  vendorId: number,
  months: readonly Month[],
): Promise<ReadonlyMap<Month, { readonly date: string; readonly devices: readonly Device[] }>> {
  const bounds = months.map((month) => periodDates(month));
  const latest = await reader.$queryRaw<{ date: string }[]>`
    SELECT max(snapshot_date)::text AS date FROM device_snapshot
    WHERE vendor_id = ${vendorId}::integer
      AND snapshot_date >= ${bounds.map(({ first }) => first).sort()[0] ?? null}::date
      AND snapshot_date <= ${
        bounds
          .map(({ last }) => last)
          .sort()
          .at(-1) ?? null
      }::date
    GROUP BY date_trunc('month', snapshot_date)`;
  const dates = latest.map(({ date }) => date).filter((date) => months.includes(date.slice(0, 7) as Month));
  const rows = await reader.deviceSnapshot.findMany({
    where: { vendorId, snapshotDate: { in: dates.map((date) => new Date(`${date}T00:00:00Z`)) } },
    select: {
      id: true,
      snapshotDate: true,
      nodeClass: true,
      displayName: true,
      hostname: true,
      organizationName: true,
      locationName: true,
    },
  });
  const snapshots = new Map<Month, { date: string; devices: Device[] }>();
  for (const date of dates) snapshots.set(date.slice(0, 7) as Month, { date, devices: [] });
  for (const { id, snapshotDate, hostname, ...device } of rows) {
    const month = snapshotDate.toISOString().slice(0, 7) as Month;
    snapshots.get(month)?.devices.push({ key: String(id), systemName: hostname, ...device });
  }
  return snapshots;
}
