import type { DeviceStore, SnapshotRow } from './device-store.ts';

/**
 * The devices of the first organization, in the tables that an inventory program may share (migration `initial`). No row of them says whose it
 * is, and no policy of the database protects them.
 */
export const inventoryDevices: DeviceStore = {
  async hasAny(reader, { vendorId }) {
    return (await reader.deviceSnapshot.findFirst({ where: { vendorId }, select: { id: true } })) !== null;
  },

  async hasForeign(reader, { vendorId }, date) {
    const where = { vendorId, snapshotDate: midnight(date), qbrRunId: null };
    return (await reader.deviceSnapshot.findFirst({ where, select: { id: true } })) !== null;
  },

  async save(tx, snapshot, { vendorId, runId }) {
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
  },

  readLatest(reader, { vendorId }, months) {
    return reader.$queryRaw<SnapshotRow[]>`
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
  },
};

function midnight(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}
