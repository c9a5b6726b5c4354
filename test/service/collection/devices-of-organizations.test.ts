import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { createServerLeases } from '#src/collect/server-leases.ts';
import { openCollections } from '#src/collections.ts';
import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import { parseMonth } from '#src/core/period.ts';
import { openDirectory } from '#src/service/organizations/directory.ts';
import { exportOrganization } from '#src/service/organizations/export.ts';
import { devicesByClient } from '#src/service/report/devices-by-client.ts';
import { evidenceOf, evidenceRows } from '#src/service/report/evidence.ts';
import { provenanceOf } from '#src/service/report/provenance.ts';
import { createReport, findMetric, loadOrganization } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { updateSettings } from '#src/service/settings/change.ts';
import { hasDeviceSnapshots, readLatestSnapshots } from '#src/store/device-snapshots.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { devicesSql } from '#src/store/reference-sql.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { type NinjaOneFake, startNinjaOneFake } from '../../kit/ninjaone/fake.ts';
import type { NinjaOneDeviceRow } from '../../kit/ninjaone/rows.ts';
import { asProgram } from '../../kit/operator-database.ts';
import { NOW, scopeOn, TIME_ZONE } from '../../kit/services.ts';
import { addOrganization, adminOf, configWith, inputOf, installationKey } from '../settings/harness.ts';

const ORGANIZATIONS = [1, 2, 3] as const;
const APRIL = parseMonth('2025-04');
/** How many devices an organization's NinjaOne lists at first; every one of them begins with the key 1. */
const COUNTS: Readonly<Record<number, number>> = { 1: 3, 2: 5, 3: 8 };
const config = configWith([installationKey()]);

describeOnBothDatabases(
  'the devices of several organizations',
  (use, engine) => {
    const fakes = new Map<number, NinjaOneFake>();
    const devices = new Map<number, NinjaOneDeviceRow[]>();
    let now = NOW;
    beforeEach(async () => {
      await emptyDatabase(use());
      now = NOW;
      for (const id of ORGANIZATIONS) {
        if (id !== 1) await addOrganization(use().database, id);
        devices.set(id, rowsOf(id, COUNTS[id] ?? 0));
        fakes.set(id, await fakeOf(id));
        await setAccess(id);
      }
    });
    afterEach(() => Promise.all([...fakes.values()].map((fake) => fake.close())));

    const fakeOf = (id: number) =>
      startNinjaOneFake({
        organizations: [{ id: 7, name: `Client of ${id}` }],
        locations: [{ id: 10, organizationId: 7, name: `Office of ${id}` }],
        devices: () => devices.get(id) ?? [],
      });
    const setAccess = async (id: number, isSet = true): Promise<void> => {
      const { url, clientId, clientSecret } = fakes.get(id) as NinjaOneFake;
      const access = isSet ? { base_url: url, client_id: clientId, client_secret: clientSecret } : {};
      const names = ['base_url', 'client_id', 'client_secret'] as const;
      const settings = Object.fromEntries(names.map((name) => [`ninjaone.${name}`, access[name] ?? null]));
      await updateSettings(adminOf(use().database, id), config, inputOf(settings));
    };
    /** As the program does: each organization by its own stored access. */
    const collect = async (id: number, months = [APRIL]) => {
      const database = asProgram(use().database);
      const { collections } = openCollections({
        ...{ config, database, clock: () => now, logger: pino({ level: 'silent' }) },
        organizations: await openDirectory(database, TIME_ZONE),
        leases: createServerLeases(),
        online: () => Promise.reject(new Error('No organization has books')),
      });
      const { collection } = await collections.of(id);
      return collection.run({ trigger: 'cli', viewer: operatorViewer('tester'), months });
    };
    const valuesOf = async (organizationId: number, period = '2025-04') => {
      const rows = await use().database.prisma.monthlyMetric.findMany({ where: { organizationId, period } });
      return Object.fromEntries(rows.map(({ metricName, metricValue }) => [metricName, metricValue.toFixed()]));
    };
    const clientsOf = async (id: number) => {
      const rules = async () => DEFAULT_DEVICE_RULES;
      const range = { from: APRIL, to: APRIL };
      const [month] = await devicesByClient(scopeOn(asProgram(use().database), NOW, id), rules, range);
      return month?.clients;
    };
    const ownerOf = (organizationId: number) => ({ organizationId, vendorId: use().database.vendorIds.ninjaone });
    const stored = (organizationId: number) =>
      use().database.prisma.organizationDevice.findMany({ where: { organizationId }, orderBy: { deviceKey: 'asc' } });

    it('are counted and stored of each for itself, those of the first where they always were', async () => {
      for (const id of ORGANIZATIONS) expect((await collect(id)).status).toBe('success');
      for (const id of ORGANIZATIONS) {
        const count = COUNTS[id] ?? 0;
        expect(await valuesOf(id)).toEqual({ endpoints_managed: String(count), seats_managed: String(count - 1) });
        expect(await clientsOf(id)).toEqual([{ client: `Client of ${id}`, seats: count - 1, endpoints: count }]);
        for (const metric of ['endpoints', 'seats'] as const) {
          const sql = devicesSql(metric, DEFAULT_DEVICE_RULES, { organizationId: id, month: APRIL });
          const found = await use().database.prisma.$queryRawUnsafe<object[]>(sql);
          expect(found).toEqual([{ [`${metric}_managed`]: BigInt(metric === 'seats' ? count - 1 : count) }]);
        }
      }
      const shared = await use().database.prisma.deviceSnapshot.findMany({ include: { site: true } });
      expect(shared.map(({ organizationName }) => organizationName)).toEqual(Array(3).fill('Client of 1'));
      expect(shared[0]).toMatchObject({ site: { name: 'Office of 1' }, qbrRunId: expect.any(Number) });
      expect(await stored(1)).toEqual([]);
      expect((await stored(2))[0]).toMatchObject({
        ...{ deviceKey: '1', displayName: 'PC 1 of 2', hostname: 'pc-1', locationName: 'Office of 2' },
        ...{ organizationName: 'Client of 2', nodeClass: 'WINDOWS_SERVER', snapshotDate: new Date('2025-04-15') },
      });
    });

    it('are the evidence of their own values', async () => {
      for (const id of ORGANIZATIONS) await collect(id);
      const database = asProgram(use().database);
      const rowsIn = async (id: number) => {
        const report = createReport(scopeOn(database, NOW, id), createSnapshots(database));
        await loadOrganization(report, { periods: [APRIL] });
        const metric = findMetric(report, APRIL, 'endpoints_managed');
        if (!metric) throw new Error('There is no such metric');
        const provenance = await provenanceOf(metric);
        const evidence = provenance && (await evidenceOf(metric, provenance));
        const page = evidence && (await evidenceRows(evidence, { first: null, after: null }, DEFAULT_DEVICE_RULES));
        return page?.items.map(({ name }) => name);
      };
      expect(await rowsIn(2)).toEqual([1, 2, 3, 4, 5].map((key) => `PC ${key} of 2`));
      expect(await rowsIn(1)).toEqual([1, 2, 3].map((key) => `PC ${key} of 1`));
    });

    it.skipIf(engine === 'Citus')('are seen by no other organization, whichever it asks for', async () => {
      for (const id of ORGANIZATIONS) await collect(id);
      const { prisma } = asProgram(use().database);
      const seen = (asking: number, of: number) =>
        withinOrganization(asking, async () => {
          const months = await readLatestSnapshots(prisma, ownerOf(of), [APRIL]);
          const all = await prisma.organizationDevice.findMany({ select: { organizationId: true } });
          return {
            devices: months.get(APRIL)?.devices.length ?? 0,
            of: new Set(all.map((each) => each.organizationId)),
          };
        });
      expect(await seen(2, 2)).toEqual({ devices: 5, of: new Set([2]) });
      expect(await seen(3, 2)).toEqual({ devices: 0, of: new Set([3]) });
      expect(await seen(1, 2)).toEqual({ devices: 0, of: new Set() });
    });

    it('are exported with their organization alone', async () => {
      for (const id of ORGANIZATIONS) await collect(id);
      for (const id of [2, 3]) {
        const chunks: Uint8Array[] = [];
        const { manifest } = await exportOrganization(scopeOn(use().database, NOW, id), {
          version: '1.2.3',
          waitingRoom: use().database.kind === 'embedded' ? emptyDirectory() : null,
          save: async (bytes) => {
            for await (const chunk of bytes) chunks.push(chunk);
          },
        });
        const text = gunzipSync(Buffer.concat(chunks)).toString('utf8');
        expect(manifest.tables).toMatchObject({ qbr_device_snapshot: { rows: COUNTS[id] } });
        expect(manifest.tables).not.toHaveProperty('device_snapshot');
        for (const each of ORGANIZATIONS)
          expect([each, text.includes(`Client of ${each}`)]).toEqual([each, each === id]);
      }
    });

    it('are kept of the latest date of each month, and replaced on the same date', async () => {
      now = new Date('2025-03-31T17:00:00Z');
      await collect(2, [parseMonth('2025-03')]);
      for (const [at, count] of [
        ['2025-04-15T17:00:00Z', 5],
        ['2025-04-16T16:00:00Z', 6],
        ['2025-04-16T17:00:00Z', 4],
      ] as const) {
        now = new Date(at);
        devices.set(2, rowsOf(2, count));
        await collect(2, [parseMonth('2025-03'), APRIL]);
        expect(await valuesOf(2)).toEqual({ endpoints_managed: String(count), seats_managed: String(count - 1) });
      }
      expect(await valuesOf(2, '2025-03')).toEqual({ endpoints_managed: '5', seats_managed: '4' });
      const dates = (await stored(2)).map(({ snapshotDate }) => snapshotDate.toISOString().slice(0, 10));
      expect(new Set(dates)).toEqual(new Set(['2025-03-31', '2025-04-16']));
      expect(dates).toHaveLength(5 + 4);

      // One without any device is 0 today, and says nothing of the days before.
      now = new Date('2025-04-17T17:00:00Z');
      devices.set(2, []);
      await collect(2);
      expect(await valuesOf(2)).toEqual({ endpoints_managed: '0', seats_managed: '0' });
      expect(await stored(2)).toHaveLength(5 + 4);
    });

    it('are counted anew without access where some are stored, and not asked for where none are', async () => {
      await collect(2);
      await setAccess(2, false);
      const before = fakes.get(2)?.requests.all.length;
      expect((await collect(2)).vendors).toMatchObject([{ vendor: 'ninjaone', status: 'success' }]);
      expect(fakes.get(2)?.requests.all).toHaveLength(before ?? -1);
      await setAccess(3, false);
      await expect(collect(3)).rejects.toMatchObject({ code: 'INVALID_PARAMETER' });
      expect(await withinOrganization(3, () => hasDeviceSnapshots(use().database.prisma, ownerOf(3)))).toBe(false);
    });
  },
  { statementsForget: true },
);

/** Workstations but for the first device, a server, which is no seat. */
function rowsOf(id: number, count: number): NinjaOneDeviceRow[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: index + 1, organizationId: 7, locationId: 10, systemName: `pc-${index + 1}` },
    ...{ nodeClass: index === 0 ? 'WINDOWS_SERVER' : 'WINDOWS_WORKSTATION', displayName: `PC ${index + 1} of ${id}` },
  }));
}
