import { beforeEach, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { createNinjaOneSource } from '#src/collect/ninjaone/source.ts';
import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import { parseMonth } from '#src/core/period.ts';
import { ninjaOneReader } from '#src/service/collection/vendor-reader.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { startNinjaOneFake } from '../kit/ninjaone/fake.ts';
import type { NinjaOneDeviceRow } from '../kit/ninjaone/rows.ts';
import { collectionFor } from '../kit/services.ts';
import { NOW, openApi } from './api.ts';

describeOnBothDatabases('the devices of docs/calculations.md', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('are counted by a collection from NinjaOne and told with their provenance', async () => {
    const fake = await startNinjaOneFake({
      organizations: [
        { id: 1, name: 'Client' },
        { id: 2, name: 'Internal' },
      ],
      locations: [{ id: 10, organizationId: 1, name: 'Main office' }],
      devices: workedExample,
    });
    try {
      const { url: baseUrl, clientId, clientSecret } = fake;
      const source = createNinjaOneSource({ baseUrl, clientId, clientSecret }, { now: () => NOW });
      const rules = { ...DEFAULT_DEVICE_RULES, internalOrganizations: ['Internal'] };
      const { database } = use();
      const readers = { connectwise: null, ninjaone: ninjaOneReader(source, rules) };
      const months = [parseMonth('2026-06'), parseMonth('2026-07')];
      await collectionFor(database, { readers, clock: () => NOW }).run({
        trigger: 'cli',
        viewer: operatorViewer('tester'),
        months,
      });
    } finally {
      await fake.close();
    }
    const answer = await openApi(use()).ask(`{
      organization {
        period(key: "2026-07") { metrics(category: DEVICES) {
          definition { key } value state source vendor { key id name } enteredBy collectedAt breakdown { display }
        } }
        previous: period(key: "2026-06") { metrics(category: DEVICES) { value state source vendor { key } collectedAt } }
        collectionRuns { edges { node { id status entries {
          vendor { key } period status metricsCollected errorMessage notes
        } } } }
      }
    }`);
    const { ninjaone: id } = use().database.vendorIds;
    const collected = {
      state: 'EXACT',
      source: 'COLLECTED',
      vendor: { key: 'NINJAONE', id, name: 'NinjaOne' },
      enteredBy: null,
      collectedAt: NOW.toISOString(),
      breakdown: null,
    };
    const absent = { value: null, state: 'NO_DATA', source: null, vendor: null, collectedAt: null };
    expect(answer).toEqual({
      organization: {
        period: {
          metrics: [
            { definition: { key: 'endpoints_managed' }, value: '125', ...collected },
            { definition: { key: 'seats_managed' }, value: '100', ...collected },
          ],
        },
        previous: { metrics: [absent, absent] },
        collectionRuns: {
          edges: [
            {
              node: {
                id: 1,
                status: 'SUCCESS',
                entries: [
                  {
                    vendor: { key: 'NINJAONE' },
                    period: '2026-06',
                    status: 'SUCCESS',
                    metricsCollected: 0,
                    errorMessage: null,
                    notes: 'No device snapshot is dated in June 2026, so its device counts are absent.',
                  },
                  {
                    vendor: { key: 'NINJAONE' },
                    period: '2026-07',
                    status: 'SUCCESS',
                    metricsCollected: 2,
                    errorMessage: null,
                    notes: expect.stringContaining('125'),
                  },
                ],
              },
            },
          ],
        },
      },
    });
  });
});

/** 100 workstations, 20 servers, 5 VM hosts, 10 spares, 15 devices of an internal organization. */
function workedExample(): NinjaOneDeviceRow[] {
  const rows: NinjaOneDeviceRow[] = [];
  const add = (count: number, row: Partial<NinjaOneDeviceRow>) => {
    for (let index = 0; index < count; index += 1) {
      const id = rows.length + 1;
      const name = { displayName: `PC-${id}`, systemName: `PC-${id}` };
      rows.push({ id, organizationId: 1, locationId: 10, nodeClass: 'WINDOWS_WORKSTATION', ...name, ...row });
    }
  };
  add(100, {});
  add(20, { nodeClass: 'WINDOWS_SERVER' });
  add(5, { nodeClass: 'VMWARE_VM_HOST' });
  add(10, { displayName: 'Spare laptop' });
  add(15, { organizationId: 2 });
  return rows;
}
