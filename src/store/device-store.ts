import type { Device } from '#src/core/collection/device.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** A device to store, with the vendor's key of its site. */
export interface SnapshotDevice extends Device {
  readonly siteKey: string | null;
}

/** All devices that a vendor listed on one local date (`YYYY-MM-DD`). */
export interface DeviceInventory {
  readonly date: string;
  readonly at: Date;
  readonly devices: readonly SnapshotDevice[];
  readonly sites: readonly { readonly key: string; readonly name: string }[];
}

/** Whose devices, and of which vendor. */
export interface DeviceOwner {
  readonly organizationId: number;
  readonly vendorId: number;
}

/** A device as a statement reads it, with its snapshot. */
export interface SnapshotRow extends Device {
  readonly month: Month;
  readonly date: string;
  readonly storedAt: Date;
}

/** Where the devices of an organization are stored. */
export interface DeviceStore {
  hasAny(reader: Reader, owner: DeviceOwner): Promise<boolean>;
  /** Whether another program has stored that date. */
  hasForeign(reader: Reader, owner: DeviceOwner, date: string): Promise<boolean>;
  save(tx: Transaction, snapshot: DeviceInventory, of: DeviceOwner & { readonly runId: number }): Promise<void>;
  /** In order of snapshot and key. */
  readLatest(reader: Reader, owner: DeviceOwner, months: readonly Month[]): Promise<readonly SnapshotRow[]>;
}
