import type { CollectInput, VendorKey } from '#src/web/gql/operations.ts';
import { type PeriodKey, periodsBefore } from '#src/web/values/period.ts';

/** A vendor with a collector. */
export interface OfferedVendor {
  readonly key: VendorKey;
  readonly name: string;
}

const ALWAYS: readonly OfferedVendor[] = [
  { key: 'CONNECTWISE', name: 'ConnectWise' },
  { key: 'NINJAONE', name: 'NinjaOne' },
];

/** The vendors that a collection may be asked for; QuickBooks Online once a company is connected. */
export function offeredVendors({ hasOnlineCompany }: { readonly hasOnlineCompany: boolean }): readonly OfferedVendor[] {
  return hasOnlineCompany ? [...ALWAYS, { key: 'QUICKBOOKS', name: 'QuickBooks Online' }] : ALWAYS;
}

/** The choices for a collection. */
export interface RunChoices {
  /** Collect the configured number of newest months instead of `from` to `to`. */
  readonly isNewest: boolean;
  readonly from: PeriodKey;
  readonly to: PeriodKey;
  /** The offered vendors that are not asked. */
  readonly leftOut: readonly VendorKey[];
  /** Overwrite frozen values, for the reason. */
  readonly force: boolean;
  readonly reason: string;
}

/** Months up to the current one in the collection's time zone, newest first. */
export function monthsUntil(now: Date, timeZone: string, count: number): PeriodKey[] {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  const running = `${part('year')}-${part('month')}`;
  return Array.from({ length: count }, (_, index) => periodsBefore(running, index));
}

/** The input of the mutation. All vendors means all configured ones; the ends of a range may be in either order. */
export function collectInput(
  { isNewest, from, to, leftOut, force, reason }: RunChoices,
  offered: readonly OfferedVendor[],
): CollectInput {
  const [first, last] = from <= to ? [from, to] : [to, from];
  const vendors = offered.map(({ key }) => key).filter((key) => !leftOut.includes(key));
  return {
    ...(!isNewest && { periods: monthsBetween(first, last) }),
    ...(vendors.length < offered.length && { vendors }),
    ...(force && { force, reason }),
  };
}

function monthsBetween(first: PeriodKey, last: PeriodKey): PeriodKey[] {
  const months = [];
  for (let month = first; month <= last; month = periodsBefore(month, -1)) months.push(month);
  return months;
}
