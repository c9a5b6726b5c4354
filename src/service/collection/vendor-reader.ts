import type { ConnectWiseSource } from '#src/collect/connectwise/source.ts';
import type { NinjaOneSource } from '#src/collect/ninjaone/source.ts';
import type { MonthReading, ReadRequest } from '#src/collect/source.ts';
import {
  countDevices,
  type DeviceCount,
  type DeviceMetric,
  type DeviceRules,
  describeDeviceCount,
} from '#src/core/collection/device.ts';
import { exclusionsOf, type Provenance } from '#src/core/collection/provenance.ts';
import { Decimal } from '#src/core/number.ts';
import { localDate, type Month, periodLabel } from '#src/core/period.ts';
import { readLatestSnapshots, saveDeviceSnapshot } from '#src/store/device-snapshots.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import type { Readings } from './merge-readings.ts';

/** The vendors whose systems a collection reads. QuickBooks comes to us instead. */
export const COLLECTED_VENDORS = ['connectwise', 'ninjaone'] as const;
export type CollectedVendor = (typeof COLLECTED_VENDORS)[number];

/** How a person knows the vendor. */
export const VENDOR_NAMES: Readonly<Record<CollectedVendor, string>> = {
  connectwise: 'ConnectWise',
  ninjaone: 'NinjaOne',
};

/** A run, as far as storing a vendor's answer needs to know it. */
export interface StoringRun {
  readonly tx: Transaction;
  readonly vendorId: number;
  readonly runId: number;
}

/**
 * Reads one vendor completely, before any transaction. What it returns gives the months' readings within the transaction
 * that stores them, because device counts come from stored snapshots.
 */
export interface VendorReader {
  read(request: ReadRequest): Promise<(run: StoringRun) => Promise<Readings>>;
}

export function connectWiseReader(source: ConnectWiseSource): VendorReader {
  return {
    async read(request) {
      const readings = await source.read(request);
      return async () => readings;
    },
  };
}

/**
 * NinjaOne keeps no history: today's devices are stored as a snapshot first, then every month is counted from the latest
 * snapshot dated inside it (calculations.md section 10). Without a source, snapshots of another program are counted.
 */
export function ninjaOneReader(source: NinjaOneSource | null, rules: DeviceRules): VendorReader {
  return {
    async read({ months, timeZone, signal, onProgress }) {
      const reading = source && (await source.readDevices({ signal, onProgress }));
      return async ({ tx, vendorId, runId }) => {
        const notes: string[] = [];
        const date = reading && localDate(reading.readAt, timeZone);
        if (reading && date) {
          const snapshot = {
            date,
            vendorId,
            runId,
            at: reading.readAt,
            devices: reading.devices,
            sites: reading.sites,
          };
          const isStored = await saveDeviceSnapshot(tx, snapshot);
          notes.push(
            ...(isStored ? reading.notes : [`Another program has stored the snapshot of ${date}, which is used.`]),
          );
        }
        const snapshots = new Map(await readLatestSnapshots(tx, vendorId, months));
        // A snapshot without devices has no rows; that NinjaOne listed none is known all the same, and is a 0.
        if (date && reading.devices.length === 0) snapshots.set(date.slice(0, 7) as Month, { date, devices: [] });
        const notesOfDate = (snapshotDate: string) => (snapshotDate === date ? notes : []);
        return new Map(
          months.map((month) => [month, deviceReading(month, snapshots.get(month), { rules, notesOfDate })]),
        );
      };
    },
  };
}

function deviceReading(
  month: Month,
  snapshot: { readonly date: string; readonly devices: Parameters<typeof countDevices>[0] } | undefined,
  { rules, notesOfDate }: { rules: DeviceRules; notesOfDate: (date: string) => readonly string[] },
): MonthReading {
  if (!snapshot) {
    const notes = [`No device snapshot is dated in ${periodLabel(month)}, so its device counts are absent.`];
    return { values: new Map(), notes };
  }
  const count = countDevices(snapshot.devices, rules);
  const values = new Map([
    ['endpoints_managed', new Decimal(count.endpoints)],
    ['seats_managed', new Decimal(count.seats)],
  ]);
  const notes = [`Snapshot of ${snapshot.date}.`, ...describeDeviceCount(count), ...notesOfDate(snapshot.date)];
  const provenance = new Map([
    ['endpoints_managed', deviceProvenance(snapshot.date, count, 'endpoints')],
    ['seats_managed', deviceProvenance(snapshot.date, count, 'seats')],
  ]);
  return { values, notes, provenance };
}

function deviceProvenance(snapshotDate: string, count: DeviceCount, metric: DeviceMetric): Provenance {
  const { internalOrganization, spare, byNodeClass } = count.exclusions[metric];
  return {
    filter:
      'Devices of the latest snapshot of the month, but for spares, internal organizations and excluded node classes',
    rowsCounted: count[metric],
    exclusions: exclusionsOf({
      'of internal organizations': internalOrganization,
      spares: spare,
      ...Object.fromEntries([...byNodeClass].map(([nodeClass, devices]) => [`of class ${nodeClass}`, devices])),
    }),
    snapshotDate,
  };
}
