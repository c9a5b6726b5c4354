import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshPostgresql, openTestDatabase, query } from '../kit/databases.ts';
import { DatabaseProcess } from './process/child.ts';

/** The tables of an existing inventory database, as the program that owns them made them. */
const INVENTORY = `
  CREATE TABLE vendor (id SERIAL PRIMARY KEY, name VARCHAR(255) NOT NULL UNIQUE);
  CREATE TABLE device_type (id SERIAL PRIMARY KEY, name VARCHAR(100) NOT NULL UNIQUE);
  CREATE TABLE site (
    id SERIAL PRIMARY KEY, vendor_id INTEGER NOT NULL REFERENCES vendor(id), vendor_site_key VARCHAR(255) NOT NULL,
    name VARCHAR(255) NOT NULL, CONSTRAINT uq_site_vendor_key UNIQUE (vendor_id, vendor_site_key));
  CREATE TABLE device_identity (
    id SERIAL PRIMARY KEY, vendor_id INTEGER NOT NULL REFERENCES vendor(id), vendor_device_key VARCHAR(255) NOT NULL,
    first_seen_date DATE NOT NULL, last_seen_date DATE NOT NULL, UNIQUE (vendor_id, vendor_device_key));
  CREATE TABLE device_snapshot (
    id SERIAL PRIMARY KEY, snapshot_date DATE NOT NULL, vendor_id INTEGER NOT NULL REFERENCES vendor(id),
    device_identity_id INTEGER NOT NULL REFERENCES device_identity(id), site_id INTEGER REFERENCES site(id),
    device_type_id INTEGER REFERENCES device_type(id), hostname VARCHAR(255), os_name VARCHAR(255),
    created_at TIMESTAMPTZ NOT NULL, organization_name VARCHAR(255), display_name VARCHAR(255),
    device_status VARCHAR(100), location_name VARCHAR(255), device_type_name VARCHAR(100),
    billable_status_name VARCHAR(100), organization_id VARCHAR(255), node_class VARCHAR(100),
    CONSTRAINT uq_device_snapshot_date_vendor_device UNIQUE (snapshot_date, vendor_id, device_identity_id));
  CREATE INDEX idx_device_snapshot_vendor_date ON device_snapshot (vendor_id, snapshot_date);
  INSERT INTO vendor (name) VALUES ('ThreatLocker'), ('Ninja');
  INSERT INTO device_type (name) VALUES ('Workstation');
  INSERT INTO site (vendor_id, vendor_site_key, name) VALUES (2, '17', 'Main office');
  INSERT INTO device_identity (vendor_id, vendor_device_key, first_seen_date, last_seen_date)
    VALUES (2, '1001', '2024-01-05', '2025-01-31'), (1, 'tl-1', '2024-01-05', '2025-01-31');
  INSERT INTO device_snapshot (snapshot_date, vendor_id, device_identity_id, site_id, device_type_id, hostname,
      created_at, organization_name, display_name, organization_id, node_class)
    VALUES ('2025-01-31', 2, 1, 1, 1, 'PC-1', '2025-01-31 22:00:00-06', 'Example', 'PC 1', '42', 'WINDOWS_WORKSTATION'),
           ('2025-01-31', 1, 2, NULL, 1, 'PC-1', '2025-01-31 22:00:00-06', 'Example', 'PC 1', 'uuid', NULL);`;

/** An earlier form of it, without identities and without most of what is copied from the vendor. */
const OLDER_INVENTORY = `
  CREATE TABLE vendor (id SERIAL PRIMARY KEY, name VARCHAR(255) NOT NULL UNIQUE);
  CREATE TABLE site (
    id SERIAL PRIMARY KEY, vendor_id INTEGER NOT NULL REFERENCES vendor(id), vendor_site_key VARCHAR(255) NOT NULL,
    name VARCHAR(255) NOT NULL, UNIQUE (vendor_id, vendor_site_key));
  CREATE TABLE device_snapshot (
    id SERIAL PRIMARY KEY, snapshot_date DATE NOT NULL, vendor_id INTEGER NOT NULL REFERENCES vendor(id),
    hostname VARCHAR(255), os_name VARCHAR(255), created_at TIMESTAMPTZ NOT NULL);
  INSERT INTO vendor (name) VALUES ('ThreatLocker'), ('Ninja');
  INSERT INTO device_snapshot (snapshot_date, vendor_id, hostname, created_at)
    VALUES ('2024-06-30', 2, 'PC-1', '2024-06-30 22:00:00-05');`;

const INVENTORY_TABLES = ['vendor', 'site', 'device_identity', 'device_snapshot'];

describe('beside an inventory database', () => {
  let url: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    const fresh = await freshPostgresql({ empty: true });
    url = fresh.connection.url;
    remove = fresh.remove;
  });
  afterEach(() => remove());

  const open = () => openTestDatabase({ kind: 'postgresql', url });
  const vendors = () => query<{ id: number; name: string }>(url, 'SELECT id, name FROM vendor ORDER BY id');

  it('uses its vendors, leaves its rows where and as they are, and lets both programs insert', async () => {
    await query(url, INVENTORY);
    const before = await rows(url, INVENTORY_TABLES);
    const database = await open();

    expect(database.vendorIds).toEqual({ ninjaone: 2, connectwise: 3, quickbooks: 4, manual: 5 });
    for (const [table, its] of Object.entries(before)) {
      expect((await rows(url, [table]))[table]?.slice(0, its.length)).toEqual(its);
    }
    expect(await vendors()).toEqual([
      { id: 1, name: 'ThreatLocker' },
      { id: 2, name: 'Ninja' },
      { id: 3, name: 'ConnectWise' },
      { id: 4, name: 'QuickBooks' },
      { id: 5, name: 'Manual' },
    ]);
    expect(await query(url, `INSERT INTO vendor (name) VALUES ('Datto') RETURNING id`)).toEqual([{ id: 6 }]);

    const { prisma } = database;
    const [existing] = await prisma.deviceSnapshot.findMany({ where: { vendorId: 2 }, include: { site: true } });
    expect(existing).toMatchObject({ hostname: 'PC-1', qbrRunId: null, site: { name: 'Main office' } });
    const snapshotDate = new Date('2025-02-01');
    await prisma.deviceSnapshot.create({ data: { snapshotDate, vendorId: 2, deviceIdentityId: 1, qbrRunId: 1 } });
    await query(
      url,
      `INSERT INTO device_snapshot (snapshot_date, vendor_id, device_identity_id, created_at) VALUES ('2025-02-02', 2, 1, now())`,
    );
    expect(await prisma.deviceSnapshot.count()).toBe(4);
    await database.close();
  });

  it('keeps out of the way of other vendors at its numbers, and finds its own again', async () => {
    await query(url, `${INVENTORY} INSERT INTO vendor (name) VALUES ('Datto'), ('quickbooks '), ('Huntress')`);
    const expected = { ninjaone: 2, quickbooks: 4, connectwise: 6, manual: 7 };
    for (const _start of ['first', 'second']) {
      const database = await open();
      expect(database.vendorIds).toEqual(expected);
      await database.close();
    }
    expect(await vendors()).toHaveLength(7);
    expect(await query(url, `INSERT INTO vendor (name) VALUES ('Acronis') RETURNING id`)).toEqual([{ id: 8 }]);
  });

  it('takes no number that another of its vendors prefers', async () => {
    await query(url, `${INVENTORY} UPDATE vendor SET name = 'Datto' WHERE id = 2`);
    const database = await open();
    expect(database.vendorIds).toEqual({ ninjaone: 6, connectwise: 3, quickbooks: 4, manual: 5 });
    await database.close();
  });

  it('never moves a sequence back', async () => {
    await query(url, `${INVENTORY} SELECT setval('vendor_id_seq', 40)`);
    await (await open()).close();
    expect(await query(url, `INSERT INTO vendor (name) VALUES ('Datto') RETURNING id`)).toEqual([{ id: 41 }]);
  });

  it('accepts identity columns and columns without a sequence', async () => {
    await query(
      url,
      `CREATE TABLE vendor (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name VARCHAR(255) NOT NULL UNIQUE);
       CREATE TABLE site (id INTEGER PRIMARY KEY, vendor_id INTEGER NOT NULL, vendor_site_key VARCHAR(255) NOT NULL,
         name VARCHAR(255) NOT NULL);
       INSERT INTO vendor (name) VALUES ('ThreatLocker'), ('Ninja');`,
    );
    const database = await open();
    expect(database.vendorIds.ninjaone).toBe(2);
    await database.close();
    expect(await query(url, `INSERT INTO vendor (name) VALUES ('Datto') RETURNING id`)).toEqual([{ id: 6 }]);

    await query(url, 'ALTER TABLE vendor ALTER COLUMN id DROP IDENTITY');
    await (await open()).close();
  });

  it('completes an older inventory with the columns it lacks', async () => {
    await query(url, OLDER_INVENTORY);
    const before = await rows(url, ['device_snapshot']);
    const database = await open();
    expect(await rows(url, ['device_snapshot'])).toEqual(before);
    const snapshotDate = new Date('2024-06-30');
    const [existing] = await database.prisma.deviceSnapshot.findMany({ where: { snapshotDate, vendorId: 2 } });
    expect(existing).toMatchObject({
      hostname: 'PC-1',
      deviceIdentityId: null,
      nodeClass: null,
      organizationName: null,
    });
    const identity = await database.prisma.deviceIdentity.create({
      data: { vendorId: 2, vendorDeviceKey: '1', firstSeenDate: snapshotDate, lastSeenDate: snapshotDate },
    });
    await database.prisma.deviceSnapshot.create({
      data: { snapshotDate, vendorId: 2, deviceIdentityId: identity.id, nodeClass: 'MAC', displayName: 'Mac' },
    });
    await database.close();
  });

  it('is safe when several processes start at once', async () => {
    await query(url, INVENTORY);
    const processes = [1, 2, 3].map(() => new DatabaseProcess({ kind: 'postgresql', url }));
    const answers = await Promise.all(processes.map((one) => one.hear<{ opened: { vendorIds: object } }>()));
    await Promise.all(processes.map((one) => one.end()));
    for (const { opened } of answers) {
      expect(opened.vendorIds).toEqual({ ninjaone: 2, connectwise: 3, quickbooks: 4, manual: 5 });
    }
    expect(await vendors()).toHaveLength(5);
  });
});

/** The rows as text without absent values, each with its physical place and the transaction that wrote it. */
async function rows(url: string, tables: readonly string[]): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const table of tables) {
    const found = await query<{ row: string }>(
      url,
      `SELECT concat_ws(' ', ctid, xmin, jsonb_strip_nulls(to_jsonb(t))) AS row FROM ${table} AS t ORDER BY id`,
    );
    all[table] = found.map(({ row }) => row);
  }
  return all;
}
