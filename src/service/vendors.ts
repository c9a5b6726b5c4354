import type { VendorIds, VendorKey } from '#src/store/engine/base-rows.ts';

/** A system or person that supplies values, as readers know it. */
export interface Vendor {
  readonly key: VendorKey;
  /** Its number in this database. */
  readonly id: number;
  readonly name: string;
}

const NAMES: Readonly<Record<VendorKey, string>> = {
  connectwise: 'ConnectWise',
  ninjaone: 'NinjaOne',
  quickbooks: 'QuickBooks',
  manual: 'Manual',
};

/** How a person knows the vendor. */
export function vendorName(key: VendorKey): string {
  return NAMES[key];
}

/** The vendor of that number; null where there is no number, or it is none of ours. */
export function findVendor(vendorIds: VendorIds, id: number | null): Vendor | null {
  const key = (Object.keys(NAMES) as VendorKey[]).find((each) => vendorIds[each] === id);
  return key === undefined || id === null ? null : { key, id, name: NAMES[key] };
}

/** @throws Error for a number that is none of our vendors', which no row of ours can name */
export function requireVendor(vendorIds: VendorIds, id: number): Vendor {
  const vendor = findVendor(vendorIds, id);
  if (!vendor) throw new Error(`Vendor ${id} is none of the program's vendors`);
  return vendor;
}

/** What readers know of one of our vendors. */
export function vendorOf(vendorIds: VendorIds, key: VendorKey): Vendor {
  return { key, id: vendorIds[key], name: NAMES[key] };
}
