import type { Month } from '#src/core/period.ts';
import { COLLECTED_VENDORS, requireVendor, type Vendor, vendorOf } from '#src/service/vendors.ts';
import type { StoredEntry } from '#src/store/collection-log.ts';
import type { StoredRun } from '#src/store/collection-runs.ts';
import type { VendorIds, VendorKey } from '#src/store/engine/base-rows.ts';
import type { ActiveRun } from './run-activity.ts';

export type ProgressState = 'pending' | 'reading' | 'storing' | 'stored' | 'failed';

/** The progress of one month of a vendor. */
export interface MonthProgress {
  readonly month: Month;
  readonly state: ProgressState;
  /** Null until the month is stored. */
  readonly metricsCollected: number | null;
  /** Why it failed; null if it did not. */
  readonly errorMessage: string | null;
}

/** The progress of one vendor. */
export interface VendorProgress {
  readonly vendor: Vendor;
  readonly state: ProgressState;
  /** Steps of reading; null if it is not being read, or is read by another process. */
  readonly reading: { readonly done: number; readonly total: number } | null;
  /** Why it failed; null if it did not. */
  readonly errorMessage: string | null;
  /** Oldest first. */
  readonly months: readonly MonthProgress[];
}

/** The progress of a run. */
export interface RunProgress {
  readonly organizationId: number;
  readonly run: StoredRun;
  readonly ended: boolean;
  /** A step is a month of a vendor, done when it is stored or has failed. */
  readonly stepsDone: number;
  /** Null for a run in progress in another process, whose remaining vendors are unknown. */
  readonly stepsTotal: number | null;
  /** In collection order. */
  readonly vendors: readonly VendorProgress[];
}

/** A stored run with its log rows. */
export interface StoredProgress {
  readonly run: StoredRun;
  readonly entries: readonly StoredEntry[];
}

const TURNS: readonly VendorKey[] = COLLECTED_VENDORS;
const NOT_RECORDED = 'The outcome could not be recorded; see the program’s log.';

/**
 * Describes the progress of a run from its stored state and, while this process runs it, its activity. An ended run is described
 * from its stored state only, so that all processes return the same.
 */
export function describeProgress(
  { run, entries }: StoredProgress,
  active: ActiveRun | null,
  { organizationId, vendorIds }: { readonly organizationId: number; readonly vendorIds: VendorIds },
): RunProgress {
  const ended = run.status !== 'running';
  const plan = ended ? null : active;
  const begun = [...new Set(entries.map(({ vendorId }) => vendorId))].map((id) =>
    begunVendor(
      requireVendor(vendorIds, id),
      entries.filter(({ vendorId }) => vendorId === id),
      { plan, ended },
    ),
  );
  const pending = (plan?.vendors ?? [])
    .filter((key) => !begun.some(({ vendor }) => vendor.key === key))
    .map((key) => pendingVendor(vendorOf(vendorIds, key), plan?.months ?? []));
  const vendors = [...begun, ...pending].sort((one, other) => turnOf(one) - turnOf(other));
  // The Web Connector's months are all recorded at its start.
  const isKnown = ended || plan !== null || run.trigger === 'web_connector';
  const months = vendors.flatMap((vendor) => vendor.months);
  return {
    organizationId,
    run,
    ended,
    stepsDone: months.filter(({ state }) => state === 'stored' || state === 'failed').length,
    stepsTotal: isKnown ? months.length : null,
    vendors,
  };
}

function turnOf({ vendor }: VendorProgress): number {
  return TURNS.indexOf(vendor.key);
}

function pendingVendor(vendor: Vendor, months: readonly Month[]): VendorProgress {
  const state = 'pending';
  return {
    vendor,
    state,
    reading: null,
    errorMessage: null,
    months: months.map((month) => ({ month, state, metricsCollected: null, errorMessage: null })),
  };
}

/** A vendor's months start and end together, because a vendor is stored as a whole. */
function begunVendor(
  vendor: Vendor,
  entries: readonly StoredEntry[],
  { plan, ended }: { readonly plan: ActiveRun | null; readonly ended: boolean },
): VendorProgress {
  const current = plan?.current?.vendor === vendor.key ? plan.current : null;
  const months = entries.map((entry) => monthProgress(entry, { underWay: current?.phase ?? 'reading', ended }));
  const worst = months.find(({ state }) => state !== 'stored');
  const isUnderWay = worst?.state === 'reading' || worst?.state === 'storing';
  return {
    vendor,
    state: worst?.state ?? 'stored',
    reading: isUnderWay && current ? { done: current.done, total: current.total } : null,
    errorMessage: worst?.errorMessage ?? null,
    months,
  };
}

function monthProgress(
  { month, status, metricsCollected, errorMessage }: StoredEntry,
  { underWay, ended }: { readonly underWay: 'reading' | 'storing'; readonly ended: boolean },
): MonthProgress {
  switch (status) {
    case 'success':
      return { month, state: 'stored', metricsCollected, errorMessage: null };
    case 'failed':
      return { month, state: 'failed', metricsCollected: null, errorMessage };
    case 'running':
      return ended
        ? { month, state: 'failed', metricsCollected: null, errorMessage: NOT_RECORDED }
        : { month, state: underWay, metricsCollected: null, errorMessage: null };
  }
}
