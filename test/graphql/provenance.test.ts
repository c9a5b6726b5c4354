import { beforeEach, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import type { MonthReading } from '#src/collect/source.ts';
import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import { Decimal } from '#src/core/number.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import { ninjaOneReader, type VendorReader } from '#src/service/collection/vendor-reader.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { saveDeviceSnapshot } from '#src/store/device-snapshots.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { collectionFor, enter, scopeOn } from '../kit/services.ts';
import { NOW, openApi } from './api.ts';

const METRIC = 'reactive_tickets_created';
const PROVENANCE = `provenance {
  vendor { key } run { id status requestedBy } filter start end rowsCounted exclusions { rule count } snapshotDate
}`;

/** ConnectWise, saying `values` of the months and how it counted them. */
function connectWise(values: Readonly<Record<string, number>>): VendorReader {
  return {
    async read({ months }) {
      const readings = new Map<Month, MonthReading>();
      for (const month of months) {
        const rowsCounted = values[month];
        if (rowsCounted === undefined) continue;
        const exclusions = [{ rule: 'on other boards', count: 7 }];
        const said = { filter: `Tickets, ${rowsCounted} of them`, rowsCounted, exclusions, snapshotDate: null };
        readings.set(month, {
          values: new Map([[METRIC, new Decimal(rowsCounted)]]),
          notes: [],
          provenance: new Map([[METRIC, said]]),
        });
      }
      return { kind: 'values', readings };
    },
  };
}

describeOnBothDatabases('provenance', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const collect = async (values: Readonly<Record<string, number>>, options: { dryRun?: boolean } = {}) => {
    const readers = { connectwise: connectWise(values), ninjaone: null };
    const months = Object.keys(values).map((month) => parseMonth(month));
    const request = { trigger: 'cli', viewer: operatorViewer('tester'), months, ...options } as const;
    const { runId } = await collectionFor(use().database, { readers, clock: () => NOW }).run(request);
    return runId;
  };

  const ask = async (month: string, metric = METRIC) => {
    const answer = await openApi(use()).ask(
      `{ organization { period(key: "${month}") { metric(key: "${metric}") { value ${PROVENANCE} } } } }`,
    );
    return (answer['organization'] as { period: { metric: unknown } }).period.metric;
  };

  const told = (value: number, run: number | null) => ({
    value: String(value),
    provenance: {
      vendor: { key: 'CONNECTWISE' },
      run: { id: run, status: 'SUCCESS', requestedBy: 'tester' },
      filter: `Tickets, ${value} of them`,
      start: '2026-03-01T06:00:00.000Z',
      end: '2026-04-01T05:00:00.000Z',
      rowsCounted: value,
      exclusions: [{ rule: 'on other boards', count: 7 }],
      snapshotDate: null,
    },
  });

  it('tells of a collected value who was asked for what, and is of the newest run that stored or confirmed it', async () => {
    const first = await collect({ '2026-03': 354 });
    expect(await ask('2026-03')).toEqual(told(354, first));
    const second = await collect({ '2026-03': 354 });
    expect(await ask('2026-03')).toEqual(told(354, second));
  });

  it('stays that of the value where a later run drifts, fails or is dry', async () => {
    const first = await collect({ '2026-03': 354 });
    await collect({ '2026-03': 355 });
    await collect({ '2026-03': -1 });
    await collect({ '2026-03': 354 }, { dryRun: true });
    expect(await ask('2026-03')).toEqual(told(354, first));
  });

  it('is null for what was entered by hand, released, calculated or of a quarter', async () => {
    const { database } = use();
    const first = await collect({ '2026-03': 354 });
    expect(await ask('2026-Q1')).toEqual({ value: '354', provenance: null });
    await enter(database, '2026-03', { [METRIC]: 354, employees: 9 }, NOW);
    expect(await ask('2026-03')).toEqual({ value: '354', provenance: null });
    expect(await ask('2026-03', 'employees')).toEqual({ value: '9', provenance: null });
    await releaseMetrics(scopeOn(database, NOW), { period: '2026-03', metrics: [METRIC] });
    expect(await ask('2026-03')).toEqual({ value: '354', provenance: null });
    const next = await collect({ '2026-03': 354 });
    expect(next).not.toBe(first);
    expect(await ask('2026-03')).toEqual(told(354, next));
    expect(await ask('2026-02')).toEqual({ value: null, provenance: null });
  });

  it('tells of devices which snapshot was counted, and what was left out by rule', async () => {
    const { database } = use();
    const vendorId = database.vendorIds.ninjaone;
    const device = (key: string, nodeClass: string, displayName: string, organizationName = 'Client') => {
      return { key, nodeClass, displayName, organizationName, systemName: null, locationName: null, siteKey: null };
    };
    const devices = [
      device('1', 'WINDOWS_WORKSTATION', 'PC'),
      device('2', 'WINDOWS_SERVER', 'SRV'),
      device('3', 'VMWARE_VM_GUEST', 'VM'),
      device('4', 'WINDOWS_WORKSTATION', 'spare PC'),
      device('5', 'WINDOWS_WORKSTATION', 'Ours', 'Internal'),
    ];
    await database.transaction((tx) =>
      saveDeviceSnapshot(
        tx,
        { date: '2026-03-30', at: NOW, devices, sites: [] },
        { organizationId: 1, vendorId, runId: 1 },
      ),
    );
    const rules = { ...DEFAULT_DEVICE_RULES, internalOrganizations: ['Internal'] };
    const readers = { connectwise: null, ninjaone: ninjaOneReader(null, rules) };
    const months = [parseMonth('2026-03')];
    await collectionFor(database, { readers, clock: () => NOW }).run({
      trigger: 'cli',
      viewer: operatorViewer('tester'),
      months,
    });
    const of = (value: number, ...classes: string[]) => ({
      value: String(value),
      provenance: {
        ...told(value, 1).provenance,
        vendor: { key: 'NINJAONE' },
        filter:
          'Devices of the latest snapshot of the month, except spares, internal organizations and excluded node classes',
        exclusions: [
          { rule: 'of internal organizations', count: 1 },
          { rule: 'spares', count: 1 },
          ...classes.map((each) => ({ rule: `of class ${each}`, count: 1 })),
        ],
        snapshotDate: '2026-03-30',
      },
    });
    expect(await ask('2026-03', 'endpoints_managed')).toEqual(of(2, 'VMWARE_VM_GUEST'));
    expect(await ask('2026-03', 'seats_managed')).toEqual(of(1, 'VMWARE_VM_GUEST', 'WINDOWS_SERVER'));
    const rows = 'rows { edges { node { id name amount leftOutBy url } } }';
    const answer = await openApi(
      use(),
    ).ask(`{ organization { period(key: "2026-03") { metric(key: "endpoints_managed") {
      provenance { evidence { rowCount version storedAt digest ${rows} } } } } } }`);
    const { metric } = (answer['organization'] as { period: { metric: object } }).period;
    const row = (id: string, name: string, leftOutBy: string | null) => {
      return { node: { id, name, amount: null, leftOutBy, url: null } };
    };
    expect(metric).toMatchObject({
      provenance: {
        evidence: {
          ...{ rowCount: 2, version: 1, storedAt: NOW.toISOString(), digest: expect.stringMatching(/^[\da-f]{64}$/) },
          rows: {
            edges: [
              ...[row('1', 'PC', null), row('2', 'SRV', null), row('3', 'VM', 'class VMWARE_VM_GUEST')],
              ...[row('4', 'spare PC', 'spare'), row('5', 'Ours', null)],
            ],
          },
        },
      },
    });
  });

  it('costs as many SQL statements for 12 months as for 3, however many runs there have been', async () => {
    const year = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`2025-${String(index + 1).padStart(2, '0')}`, 300]),
    );
    await collect(year);
    const count = async (from: string) => {
      const api = openApi(use());
      const query = `{ organization { metricSeries(keys: ["${METRIC}"], from: "${from}", to: "2025-12") { points { value ${PROVENANCE} } } } }`;
      return (await use().statementsOf(() => api.ask(query))).length;
    };
    const few = await count('2025-10');
    await collect(year);
    // The organization with the values, the log and the runs.
    expect([few, await count('2025-01')]).toEqual([3, 3]);
  });
});
