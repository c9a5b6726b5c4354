import type { MetricSource } from '#src/core/metrics/metric-registry.ts';
import type { VendorIds, VendorKey } from '#src/store/engine/base-rows.ts';

/** A source of values. */
export interface Vendor {
  readonly key: VendorKey;
  /** Its id in this database. */
  readonly id: number;
  readonly name: string;
}

const NAMES: Readonly<Record<VendorKey, string>> = {
  connectwise: 'ConnectWise',
  ninjaone: 'NinjaOne',
  quickbooks: 'QuickBooks',
  manual: 'Manual',
};

const KEYS = Object.keys(NAMES) as VendorKey[];

/** The vendors that collections read. QuickBooks Desktop is not one of them: its Web Connector calls. */
export const COLLECTED_VENDORS = ['connectwise', 'ninjaone', 'quickbooks'] as const;
export type CollectedVendor = (typeof COLLECTED_VENDORS)[number];

const SUPPLIERS: Readonly<Record<MetricSource, CollectedVendor | null>> = {
  connectwise: 'connectwise',
  ninja: 'ninjaone',
  quickbooks: 'quickbooks',
  manual: null,
  calculated: null,
};

/** The vendor that gives a metric its values; null where a person or a formula does. */
export function supplierOf({ source }: { readonly source: MetricSource }): CollectedVendor | null {
  return SUPPLIERS[source];
}

/** The vendor's display name. */
export function vendorName(key: VendorKey): string {
  return NAMES[key];
}

/** The vendor with that id; null for a null or unknown id. */
export function findVendor(vendorIds: VendorIds, id: number | null): Vendor | null {
  if (id === null) return null;
  const key = KEYS.find((each) => vendorIds[each] === id);
  return key === undefined ? null : { key, id, name: NAMES[key] };
}

/** As `findVendor`, for an id that a stored row refers to. @throws Error for an unknown id */
export function requireVendor(vendorIds: VendorIds, id: number): Vendor {
  const vendor = findVendor(vendorIds, id);
  if (!vendor) throw new Error(`Unknown vendor id ${id}`);
  return vendor;
}

/** The vendor with that key. */
export function vendorOf(vendorIds: VendorIds, key: VendorKey): Vendor {
  return { key, id: vendorIds[key], name: NAMES[key] };
}
