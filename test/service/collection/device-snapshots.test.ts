import { afterEach, beforeEach, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { createNinjaOneSource } from '#src/collect/ninjaone/source.ts';
import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import { ninjaOneReader } from '#src/service/collection/vendor-reader.ts';
import { devicesSql } from '#src/store/reference-sql.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { type NinjaOneFake, startNinjaOneFake } from '../../kit/ninjaone/fake.ts';
import type { NinjaOneDeviceRow } from '../../kit/ninjaone/rows.ts';
import { collectionFor, NOW, storedMonth } from '../../kit/services.ts';

const CLIENT = 1;
const INTERNAL = 2;
const rules = { ...DEFAULT_DEVICE_RULES, internalOrganizations: ['Internal'] };

/** The worked example of docs/calculations.md section 10: 150 devices, 125 endpoints, 100 seats. */
function workedExample(): NinjaOneDeviceRow[] {
  const rows: NinjaOneDeviceRow[] = [];
  const add = (count: number, row: Partial<NinjaOneDeviceRow>) => {
    for (let index = 0; index < count; index += 1) {
      const id = rows.length + 1;
      rows.push({
        id,
        organizationId: CLIENT,
        locationId: 10,
        nodeClass: 'WINDOWS_WORKSTATION',
        displayName: `PC-${id}`,
        systemName: `PC-${id}`,
        ...row,
      });
    }
  };
  add(100, {});
  add(20, { nodeClass: 'WINDOWS_SERVER' });
  add(5, { nodeClass: 'VMWARE_VM_HOST' });
  add(10, { displayName: 'Spare laptop' });
  add(15, { organizationId: INTERNAL });
  return rows;
}

describeOnBothDatabases('device snapshots', (use) => {
  let fake: NinjaOneFake;
  let devices: NinjaOneDeviceRow[] = [];
  let now = NOW;
  beforeEach(async () => {
    await emptyDatabase(use());
    devices = workedExample();
    now = NOW;
    fake = await startNinjaOneFake({
      organizations: [
        { id: CLIENT, name: 'Client' },
        { id: INTERNAL, name: 'Internal' },
      ],
      locations: [{ id: 10, organizationId: CLIENT, name: 'Main office' }],
      devices: () => devices,
    });
  });
  afterEach(() => fake.close());

  const months = (...texts: string[]): Month[] => texts.map((text) => parseMonth(text));
  const collect = (which: Month[], options: { withCredentials?: boolean } = {}) => {
    const { url: baseUrl, clientId, clientSecret } = fake;
    const source =
      options.withCredentials === false
        ? null
        : createNinjaOneSource({ baseUrl, clientId, clientSecret }, { now: () => now });
    return collectionFor(use().database, {
      readers: { connectwise: null, ninjaone: ninjaOneReader(source, rules) },
      hasNinjaOneCredentials: source !== null,
      clock: () => now,
    }).run({ trigger: 'cli', viewer: operatorViewer('tester'), months: which });
  };
  const notes = async () =>
    (await use().database.prisma.collectionLog.findMany({ orderBy: { id: 'asc' } })).map((row) => row.notes);
  const storeForeignSnapshot = async (date: string, count: number) => {
    const { prisma, vendorIds } = use().database;
    const vendorId = vendorIds.ninjaone;
    for (let index = 0; index < count; index += 1) {
      const day = new Date(`${date}T00:00:00Z`);
      const { id } = await prisma.deviceIdentity.upsert({
        where: { vendorId_vendorDeviceKey: { vendorId, vendorDeviceKey: `HOST-${index}` } },
        create: { vendorId, vendorDeviceKey: `HOST-${index}`, firstSeenDate: day, lastSeenDate: day },
        update: {},
      });
      await prisma.deviceSnapshot.create({
        data: { snapshotDate: day, vendorId, deviceIdentityId: id, hostname: `HOST-${index}`, nodeClass: 'MAC' },
      });
    }
  };

  it('stores today’s devices and counts the month from them; months without a snapshot stay absent and say so', async () => {
    const report = await collect(months('2025-03', '2025-04'));
    expect(report.status).toBe('success');
    expect(await storedMonth(use().database, '2025-04')).toEqual({ endpoints_managed: '125', seats_managed: '100' });
    expect(await storedMonth(use().database, '2025-03')).toEqual({});
    for (const [metric, devices] of [
      ['endpoints', 125],
      ['seats', 100],
    ] as const) {
      const sql = devicesSql(metric, rules, { organizationId: 1, month: parseMonth('2025-04') });
      const [row] = await use().database.prisma.$queryRawUnsafe<object[]>(sql);
      expect(row).toEqual({ [`${metric}_managed`]: BigInt(devices) });
    }
    const stored = await use().database.prisma.deviceSnapshot.findMany({
      include: { site: true, deviceIdentity: true },
      orderBy: { id: 'asc' },
    });
    expect(stored).toHaveLength(150);
    expect(stored[0]).toMatchObject({
      snapshotDate: new Date('2025-04-15T00:00:00Z'),
      organizationName: 'Client',
      locationName: 'Main office',
      displayName: 'PC-1',
      nodeClass: 'WINDOWS_WORKSTATION',
      qbrRunId: 1,
      site: { name: 'Main office' },
      deviceIdentity: { vendorDeviceKey: '1' },
    });
    expect(await notes()).toEqual([
      'No device snapshot is dated in March 2025, so its device counts are absent.',
      'Snapshot of 2025-04-15. 125 endpoints: 150 devices less 15 of internal organizations and 10 spares. ' +
        '100 seats: 150 devices less 15 of internal organizations, 10 spares and 25 of excluded classes (5 VMWARE_VM_HOST, 20 WINDOWS_SERVER).',
    ]);
  });

  it('dates the snapshot by the collection zone and takes the latest one inside the month', async () => {
    now = new Date('2025-04-01T04:30:00Z');
    await collect(months('2025-03'));
    expect(await storedMonth(use().database, '2025-03')).toEqual({ endpoints_managed: '125', seats_managed: '100' });
    devices = devices.slice(0, 60);
    now = new Date('2025-04-01T05:30:00Z');
    await collect(months('2025-03', '2025-04'));
    expect(await storedMonth(use().database, '2025-03')).toEqual({ endpoints_managed: '125', seats_managed: '100' });
    expect(await storedMonth(use().database, '2025-04')).toEqual({ endpoints_managed: '60', seats_managed: '60' });
  });

  it('replaces its own snapshot of the same day', async () => {
    await collect(months('2025-04'));
    devices = devices.slice(0, 99);
    await collect(months('2025-04'));
    expect(await use().database.prisma.deviceSnapshot.count()).toBe(99);
    expect(await storedMonth(use().database, '2025-04')).toEqual({ endpoints_managed: '99', seats_managed: '99' });
  });

  it('takes a vendor without any device as 0, flagged', async () => {
    devices = [];
    const report = await collect(months('2025-04'));
    expect(await storedMonth(use().database, '2025-04')).toEqual({ endpoints_managed: '0', seats_managed: '0' });
    expect(report.vendors[0]?.findings).toBe(2);
  });

  it('uses the snapshots of another program without credentials of its own', async () => {
    await expect(collect(months('2025-03'), { withCredentials: false })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER',
    });
    await storeForeignSnapshot('2025-03-31', 7);
    const report = await collect(months('2025-03'), { withCredentials: false });
    expect(report.status).toBe('success');
    expect(fake.requests.all).toHaveLength(0);
    expect(await storedMonth(use().database, '2025-03')).toEqual({ endpoints_managed: '7', seats_managed: '7' });
  });

  it('leaves another program’s snapshot of today as it is, and uses it', async () => {
    await storeForeignSnapshot('2025-04-15', 7);
    await collect(months('2025-04'));
    expect(await use().database.prisma.deviceSnapshot.count()).toBe(7);
    expect(await storedMonth(use().database, '2025-04')).toEqual({ endpoints_managed: '7', seats_managed: '7' });
    expect((await notes())[0]).toContain('Using the snapshot of 2025-04-15 that another program stored.');
  });

  it('does not freeze a month for which it had no value, so that a snapshot that turns up later counts', async () => {
    await collect(months('2025-03'));
    await storeForeignSnapshot('2025-03-20', 7);
    await collect(months('2025-03'));
    expect(await storedMonth(use().database, '2025-03')).toEqual({ endpoints_managed: '7', seats_managed: '7' });
  });
});
