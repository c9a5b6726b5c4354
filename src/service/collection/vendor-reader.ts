import type { ConnectWiseSource } from '#src/collect/connectwise/source.ts';
import type { NinjaOneSource } from '#src/collect/ninjaone/source.ts';
import type { MissingRequest, MonthReading, ReadRequest, ReasonOf } from '#src/collect/source.ts';
import type { StatementBasis } from '#src/core/books/statement.ts';
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
import type { OnlineBooks } from '#src/service/books/online.ts';
import type { OnlineReading } from '#src/service/books/online-statements.ts';
import type { CollectedVendor } from '#src/service/vendors.ts';
import { readBooksOnline } from '#src/store/books-online.ts';
import type { DeviceSnapshot } from '#src/store/device-snapshots.ts';
import type { DeviceInventory } from '#src/store/device-store.ts';
import type { Database } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import type { Readings } from './merge-readings.ts';

/** The vendors' display names. */
export const VENDOR_NAMES: Readonly<Record<CollectedVendor, string>> = {
  connectwise: 'ConnectWise',
  ninjaone: 'NinjaOne',
  quickbooks: 'QuickBooks Online',
};

/** Why a past month of devices is not compared. */
const NO_HISTORY = 'NinjaOne keeps no history: a past month is counted from its stored snapshot';
/** Which devices of NinjaOne are counted. */
export const DEVICE_FILTER =
  'Devices of the latest snapshot of the month, except spares, internal organizations and excluded node classes';

/** A complete reading of a vendor's system, not stored yet. */
export type VendorReading =
  | { readonly kind: 'values'; readonly readings: Readings }
  | {
      readonly kind: 'devices';
      /** Today's devices, to store as a snapshot; null if only stored snapshots are counted. */
      readonly inventory: DeviceInventory | null;
      /** Counts each month from its latest snapshot. Pure. */
      readonly count: (snapshots: MonthSnapshots) => Readings;
    }
  | { readonly kind: 'statements'; readonly reading: OnlineReading };

/** The snapshots to count, including today's inventory. */
export interface MonthSnapshots {
  readonly byMonth: ReadonlyMap<Month, DeviceSnapshot>;
  /** Whether another program stored today's snapshot, which is used in place of the inventory. */
  readonly isForeign: boolean;
}

/** Reads one vendor completely, before any transaction. */
export interface VendorReader {
  read(request: ReadRequest): Promise<VendorReading>;
  /** Asks for rows that are missing; without this their reason is `unknown`. */
  explain?(request: MissingRequest): Promise<ReasonOf>;
  /** Whether there is something to read now; always without this. */
  isAvailable?(): Promise<boolean>;
}

/** The readers of the vendors; null where a vendor is not configured. */
export type VendorReaders = Readonly<Record<'connectwise' | 'ninjaone', VendorReader | null>> & {
  readonly quickbooks?: VendorReader | null;
};

export function connectWiseReader(source: ConnectWiseSource): VendorReader {
  return {
    async read(request) {
      return { kind: 'values', readings: await source.read(request) };
    },
    explain: (request) => source.explain(request),
  };
}

/**
 * NinjaOne keeps no history: today's devices are stored as a snapshot, and every month is counted from the latest snapshot
 * dated inside it (docs/calculations.md section 10). Without a source, snapshots of another program are counted.
 */
export function ninjaOneReader(source: NinjaOneSource | null, rules: DeviceRules): VendorReader {
  return {
    async read({ months, timeZone, signal, onProgress }) {
      const reading = source && (await source.readDevices({ signal, onProgress }));
      const inventory = reading && { date: localDate(reading.readAt, timeZone), at: reading.readAt, ...reading };
      const notesOf = ({ isForeign }: MonthSnapshots, date: string): readonly string[] => {
        if (!inventory || inventory.date !== date) return [];
        return isForeign ? [`Using the snapshot of ${date} that another program stored.`] : inventory.notes;
      };
      const today = inventory?.date;
      const count = (snapshots: MonthSnapshots): Readings =>
        new Map(
          months.map((month) => {
            const snapshot = snapshots.byMonth.get(month);
            const reading = deviceReading(month, snapshot, {
              rules,
              notes: notesOf(snapshots, snapshot?.date ?? ''),
            });
            return [month, snapshot?.date === today ? reading : { ...reading, notAsked: NO_HISTORY }];
          }),
        );
      return { kind: 'devices', inventory, count };
    },
  };
}

/** The books of the QuickBooks Online company that a person has connected. */
export function quickBooksReader(settings: {
  readonly database: Database;
  readonly organizationId: number;
  readonly basis: StatementBasis;
  /** Its first call may load it. */
  readonly online: () => Promise<OnlineBooks>;
}): VendorReader {
  const { database, organizationId, basis, online } = settings;
  return {
    isAvailable: () =>
      withinOrganization(organizationId, async () => (await readBooksOnline(database.prisma, organizationId)) !== null),
    async read({ months, timeZone, signal, onProgress }) {
      const request = { months, timeZone, basis, signal, onProgress };
      return { kind: 'statements', reading: await (await online()).read(request) };
    },
  };
}

function deviceReading(
  month: Month,
  snapshot: DeviceSnapshot | undefined,
  { rules, notes: ofSnapshot }: { readonly rules: DeviceRules; readonly notes: readonly string[] },
): MonthReading {
  if (!snapshot) {
    const notes = [`No device snapshot is dated in ${periodLabel(month)}, so its device counts are absent.`];
    return { values: new Map(), notes };
  }
  const count = countDevices(snapshot.devices, rules);
  const values: MonthReading['values'] = new Map([
    ['endpoints_managed', new Decimal(count.endpoints)],
    ['seats_managed', new Decimal(count.seats)],
  ]);
  const notes = [`Snapshot of ${snapshot.date}.`, ...describeDeviceCount(count), ...ofSnapshot];
  const provenance: MonthReading['provenance'] = new Map([
    ['endpoints_managed', deviceProvenance(snapshot.date, count, 'endpoints')],
    ['seats_managed', deviceProvenance(snapshot.date, count, 'seats')],
  ]);
  return { values, notes, provenance };
}

function deviceProvenance(snapshotDate: string, count: DeviceCount, metric: DeviceMetric): Provenance {
  const { internalOrganization, spare, byNodeClass } = count.exclusions[metric];
  return {
    filter: DEVICE_FILTER,
    rowsCounted: count[metric],
    exclusions: exclusionsOf({
      'of internal organizations': internalOrganization,
      spares: spare,
      ...Object.fromEntries([...byNodeClass].map(([nodeClass, devices]) => [`of class ${nodeClass}`, devices])),
    }),
    snapshotDate,
  };
}
