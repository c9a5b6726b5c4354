import type { Device } from '#src/core/collection/device.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import type { DeviceInventory, DeviceOwner, DeviceStore } from './device-store.ts';
import { inventoryDevices } from './inventory-devices.ts';
import { organizationDevices } from './organization-devices.ts';

/** The latest devices of a month, with the local date (`YYYY-MM-DD`) of their snapshot. */
export interface DeviceSnapshot {
  readonly date: string;
  readonly devices: readonly Device[];
}

/** The latest snapshot of a month; its devices have their vendor's keys, and are in order of key. */
export interface SnapshotOfMonth extends DeviceSnapshot {
  readonly storedAt: Date;
}

/** Those of the first organization are in the tables that other programs may share, which know no organizations. */
function storeOf({ organizationId }: DeviceOwner): DeviceStore {
  return organizationId === FIRST_ORGANIZATION ? inventoryDevices : organizationDevices;
}

/** Whether a device snapshot of the vendor is stored, by any program. */
export function hasDeviceSnapshots(reader: Reader, owner: DeviceOwner): Promise<boolean> {
  return storeOf(owner).hasAny(reader, owner);
}

/** Whether another program has stored a snapshot of that date in a shared database; it is kept and used. */
export function hasForeignSnapshot(reader: Reader, owner: DeviceOwner, date: string): Promise<boolean> {
  return storeOf(owner).hasForeign(reader, owner, date);
}

/** Stores an inventory as the snapshot of its date, replacing an earlier one by this program. */
export function saveDeviceSnapshot(
  tx: Transaction,
  snapshot: DeviceInventory,
  of: DeviceOwner & { readonly runId: number },
): Promise<void> {
  return storeOf(of).save(tx, snapshot, of);
}

/** The latest snapshot dated inside each of the months, by month; months without one are not in the map. One statement. */
export async function readLatestSnapshots(
  reader: Reader,
  owner: DeviceOwner,
  months: readonly Month[],
): Promise<ReadonlyMap<Month, SnapshotOfMonth>> {
  const snapshots = new Map<Month, { date: string; storedAt: Date; devices: Device[] }>();
  for (const { month, date, storedAt, ...device } of await storeOf(owner).readLatest(reader, owner, months)) {
    const snapshot = snapshots.get(month) ?? { date, storedAt, devices: [] };
    snapshots.set(month, snapshot);
    snapshot.devices.push(device);
  }
  return snapshots;
}
