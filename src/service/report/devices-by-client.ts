import { countDevicesByClient, type Device, type DeviceRules } from '#src/core/collection/device.ts';
import { PeriodNotFoundError, RangeTooLargeError } from '#src/core/errors.ts';
import { type Month, monthRange, periodLabel, refuseReversed } from '#src/core/period.ts';
import { read, requireOrganization, type Scope } from '#src/service/scope.ts';
import { readLatestSnapshots } from '#src/store/device-snapshots.ts';

/** Maximum months of a range (docs/rest-contract.md, devices-by-client). */
export const MAX_MONTHS_OF_DEVICES = 24;

/** The device counts of one client; `client` is null for devices of unknown clients. */
export interface ClientDevices {
  readonly client: string | null;
  readonly seats: number;
  readonly endpoints: number;
}

/** The device counts of a month, from its latest snapshot. */
export interface MonthOfDevices {
  readonly month: Month;
  /** `YYYY-MM-DD` in the organization's time zone. */
  readonly snapshotDate: string;
  /** By endpoints, most first; then by name. */
  readonly clients: readonly ClientDevices[];
  readonly totalSeats: number;
  readonly totalEndpoints: number;
}

/**
 * Seats and endpoints by client in each month of a range that has a snapshot, oldest first.
 * @throws InvalidPeriodRangeError, RangeTooLargeError for more than 24 months, OrganizationNotFoundError;
 *   PeriodNotFoundError if no month of the range has a snapshot
 */
export async function devicesByClient(
  scope: Scope,
  rulesOf: () => Promise<DeviceRules>,
  { from, to }: { readonly from: Month; readonly to: Month },
): Promise<readonly MonthOfDevices[]> {
  const months = checkedRange(from, to);
  const { id } = scope.organization;
  const snapshots = await read(scope, 'metrics:read', async (reader) => {
    await requireOrganization(reader, id);
    const owner = { organizationId: id, vendorId: scope.database.vendorIds.ninjaone };
    return readLatestSnapshots(reader, owner, months);
  });
  const rules = await rulesOf();
  const counted = months.flatMap((month) => {
    const snapshot = snapshots.get(month);
    return snapshot ? [monthOfDevices(month, snapshot, rules)] : [];
  });
  if (counted.length > 0) return counted;
  const range = from === to ? periodLabel(from) : `${periodLabel(from)} to ${periodLabel(to)}`;
  throw new PeriodNotFoundError(`There is no device snapshot in ${range}`, { field: 'period' });
}

function checkedRange(from: Month, to: Month): Month[] {
  refuseReversed({ from, to }, { field: 'startPeriod' });
  const months = monthRange(from, to);
  if (months.length <= MAX_MONTHS_OF_DEVICES) return months;
  throw new RangeTooLargeError(`A range has at most ${MAX_MONTHS_OF_DEVICES} months, not ${months.length}`, {
    field: 'endPeriod',
  });
}

function monthOfDevices(
  month: Month,
  { date, devices }: { readonly date: string; readonly devices: readonly Device[] },
  rules: DeviceRules,
): MonthOfDevices {
  const counts = countDevicesByClient(devices, rules);
  const clients = counts
    .map(({ organizationName, seats, endpoints }) => ({ client: organizationName, seats, endpoints }))
    // The counts are in order of name, and sorting keeps that order among equals.
    .sort((a, b) => b.endpoints - a.endpoints);
  const total = (of: 'seats' | 'endpoints') => counts.reduce((sum, each) => sum + each[of], 0);
  return { month, snapshotDate: date, clients, totalSeats: total('seats'), totalEndpoints: total('endpoints') };
}
