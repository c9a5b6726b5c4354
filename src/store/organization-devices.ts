import type { DeviceStore, SnapshotRow } from './device-store.ts';

/**
 * The devices of organizations other than the first, in a table of this program. Nobody asks for any but the latest snapshot of a month, and
 * there may be a thousand organizations, so that only this one is kept.
 */
export const organizationDevices: DeviceStore = {
  async hasAny(reader, { organizationId, vendorId }) {
    const where = { organizationId, vendorId };
    return (await reader.organizationDevice.findFirst({ where, select: { deviceKey: true } })) !== null;
  },

  async hasForeign() {
    return false;
  },

  async save(tx, { date, at, devices }, { organizationId, vendorId, runId }) {
    // One without devices has no rows, and takes the place of none of another date.
    const isEmpty = devices.length === 0;
    await tx.$executeRaw`
      DELETE FROM qbr_device_snapshot WHERE organization_id = ${organizationId}::integer AND vendor_id = ${vendorId}::integer
        AND snapshot_date >= CASE WHEN ${isEmpty}::boolean THEN ${date}::date ELSE date_trunc('month', ${date}::timestamp)::date END
        AND snapshot_date <= ${date}::date`;
    await tx.$executeRaw`
      INSERT INTO qbr_device_snapshot
        (organization_id, vendor_id, snapshot_date, device_key, hostname, organization_name, display_name, location_name,
         node_class, created_at, run_id)
      SELECT ${organizationId}::integer, ${vendorId}::integer, ${date}::date, left(key, 255), left("systemName", 255),
             left("organizationName", 255), left("displayName", 255), left("locationName", 255), left("nodeClass", 100),
             ${at}::timestamptz, ${runId}::integer
      FROM jsonb_to_recordset(${JSON.stringify(devices)}::jsonb) AS row
        (key text, "systemName" text, "organizationName" text, "displayName" text, "locationName" text, "nodeClass" text)`;
  },

  readLatest(reader, { organizationId, vendorId }, months) {
    return reader.$queryRaw<SnapshotRow[]>`
      SELECT to_char(snapshot_date, 'YYYY-MM') AS month, snapshot_date::text AS date, created_at AS "storedAt", device_key AS key,
        node_class AS "nodeClass", display_name AS "displayName", hostname AS "systemName",
        organization_name AS "organizationName", location_name AS "locationName"
      FROM qbr_device_snapshot
      WHERE organization_id = ${organizationId}::integer AND vendor_id = ${vendorId}::integer AND snapshot_date IN (
        SELECT (
          SELECT max(other.snapshot_date) FROM qbr_device_snapshot AS other
          WHERE other.organization_id = ${organizationId}::integer AND other.vendor_id = ${vendorId}::integer
            AND other.snapshot_date >= (month || '-01')::date AND other.snapshot_date < (month || '-01')::date + interval '1 month')
        FROM unnest(${[...months]}::text[]) AS month)
      ORDER BY snapshot_date, device_key COLLATE "C"`;
  },
};
