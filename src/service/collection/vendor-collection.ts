import type { ReasonOf } from '#src/collect/source.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import type { ChangeOutcome } from '#src/core/change-set.ts';
import { RejectedValueError } from '#src/core/collection/finding.ts';
import { QbrError } from '#src/core/errors.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import { addMonths, type Month, periodBoundaries } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import type { CollectionProgress } from '#src/service/collection/run-activity.ts';
import { type AuditNote, write } from '#src/service/scope.ts';
import { changeMonths } from '#src/service/values/change-months.ts';
import type { CollectedVendor } from '#src/service/vendors.ts';
import { type EntryResult, failEntries, openEntries, succeedEntries } from '#src/store/collection-log.ts';
import {
  type DeviceSnapshot,
  hasForeignSnapshot,
  readLatestSnapshots,
  saveDeviceSnapshot,
} from '#src/store/device-snapshots.ts';
import type { DeviceInventory, DeviceOwner } from '#src/store/device-store.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { freezeMonths, readFrozenMonths } from '#src/store/period-states.ts';
import { saveProvenance } from '#src/store/value-provenance.ts';
import { observed, type ServiceActivity } from '#src/telemetry/activity.ts';
import { storeBooks } from './books-collection.ts';
import { explainMissingRows, readKnownRows, saveRows } from './known-rows.ts';
import { type Merge, mergeReadings, type Readings, rejectImpossibleReadings } from './merge-readings.ts';
import { type CollectionRequest, type CollectionSettings, scopeOf } from './request.ts';
import type { VendorReading } from './vendor-reader.ts';

/** The result of a run for one vendor. */
export interface VendorReport {
  readonly vendor: CollectedVendor;
  /** `partial`: months of the books were refused. */
  readonly status: 'success' | 'partial' | 'failed';
  /** What went wrong, for a person; null for a success. */
  readonly errorMessage: string | null;
  readonly entries: readonly EntryResult[];
  readonly changes: ChangeOutcome['changes'];
  /** Number of findings. */
  readonly findings: number;
}

/** One vendor of a run. */
export interface VendorTask {
  readonly request: CollectionRequest;
  /** Null for a dry run. */
  readonly runId: number | null;
  readonly vendor: CollectedVendor;
  readonly months: readonly Month[];
  readonly startedAt: Date;
  /** Stops the run: the program is closing, or the run lock was lost. */
  readonly signal: AbortSignal;
}

/** What was stored; with `status` and `errorMessage` where months were refused. */
type Stored = Pick<VendorReport, 'entries' | 'changes' | 'findings'> &
  Partial<Pick<VendorReport, 'status' | 'errorMessage'>>;

const UNEXPECTED = 'Unexpected error while collecting; nothing of this vendor was stored. See the log.';
const NO_DATABASE = 'The database does not answer; nothing of this vendor was stored.';

/**
 * Collects one vendor: reads it completely, checks everything, then stores all months in one transaction with the recalculation
 * and the log rows. If anything fails, nothing of the vendor is stored, and the log rows contain the reason.
 */
export async function collectVendor(settings: CollectionSettings, task: VendorTask): Promise<VendorReport> {
  const { logger } = settings;
  const { vendor, runId } = task;
  const progress = progressOf(settings, task);
  try {
    await openLog(settings, task);
    const activity: ServiceActivity = { kind: 'service', name: 'collect', of: vendor, audited: [] };
    const stored = await observed(activity, () => readAndStore(settings, task, progress));
    return { vendor, status: 'success', errorMessage: null, ...stored };
  } catch (error) {
    const errorMessage = await failureMessage(error, settings, task);
    logger.error({ err: error, runId, vendor }, 'Collecting from a vendor failed');
    await failLog(settings, task, { message: errorMessage, isTransient: isTransient(error, task.signal) });
    return { vendor, status: 'failed', errorMessage, entries: [], changes: [], findings: 0 };
  } finally {
    progress('ended', 1, 1);
  }
}

/** The message for the log row; only messages meant for users. */
async function failureMessage(
  error: unknown,
  { database }: Pick<CollectionSettings, 'database'>,
  { signal }: Pick<VendorTask, 'signal'>,
): Promise<string> {
  const isReadable = error instanceof VendorError || error instanceof RejectedValueError || error instanceof QbrError;
  const known = stoppedMessage(signal) ?? (isReadable ? error.message : null);
  if (known !== null) return known;
  const failure = await database.ping().then(
    () => UNEXPECTED,
    () => NO_DATABASE,
  );
  // Where the database is gone, a statement or the lock's connection is the first to fail.
  return stoppedMessage(signal) ?? failure;
}

function stoppedMessage({ aborted, reason }: AbortSignal): string | null {
  if (!aborted || !(reason instanceof Error)) return null;
  return `The collection was stopped: ${reason.message}. Nothing of this vendor was stored.`;
}

/** Whether a retry may succeed without a fix; true for a stopped run. */
function isTransient(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof VendorError && error.isTransient);
}

type Progress = (phase: CollectionProgress['phase'], done: number, total: number) => void;

function progressOf({ activity }: CollectionSettings, { request, runId, vendor }: VendorTask): Progress {
  return (phase, done, total) => {
    const progress = { runId, vendor, phase, done, total };
    activity.report(progress);
    request.onProgress?.(progress);
  };
}

async function readAndStore(settings: CollectionSettings, task: VendorTask, progress: Progress): Promise<Stored> {
  const vendorReader = settings.readers[task.vendor];
  if (!vendorReader) throw new RangeError(`No reader for ${task.vendor}`);
  progress('reading', 0, task.months.length);
  const reading = await vendorReader.read({
    months: task.months,
    timeZone: settings.timeZone,
    signal: AbortSignal.any([task.signal, AbortSignal.timeout(settings.readBudgetMs)]),
    onProgress: ({ done, total }) => progress('reading', done, total),
  });
  if (reading.kind === 'statements') {
    progress('storing', 0, 1);
    return storeBooks(settings, task, reading.reading);
  }
  const reasonOf = await explainMissingRows(settings, task, { asking: vendorReader, reading });
  progress('storing', 0, 1);
  return storeReading(settings, task, { reading, reasonOf });
}

/** Stores the reading of all months in one transaction; a dry run decides the same and stores nothing. */
async function storeReading(
  settings: CollectionSettings,
  task: VendorTask,
  { reading, reasonOf }: { readonly reading: MetricReading; readonly reasonOf: ReasonOf },
): Promise<Stored> {
  const { organizationId, timeZone, database } = settings;
  const { request, runId, months, startedAt } = task;
  const vendorId = database.vendorIds[task.vendor];
  const act = {
    permission: 'collection:run',
    // Each month is compared with the one before it.
    months: [...months, ...months.map((month) => addMonths(month, -1))],
    load: async (tx: Reader) => {
      const read = await readingsOf(tx, reading, { organizationId, vendorId, months });
      return {
        ...read,
        frozen: await readFrozenMonths(tx, organizationId, vendorId, months),
        rows: await readKnownRows(tx, organizationId, { readings: read.readings, reasonOf }),
      };
    },
    preview: runId === null,
  } as const;
  const { outcome, result } = await changeMonths(
    scopeOf(settings, request),
    act,
    (locked, { frozen, rows, ...read }) => {
      rejectImpossibleReadings(read.readings);
      const options = { vendorId, frozen, force: request.force !== undefined, startedAt, timeZone, rows };
      const merged = mergeReadings(locked, read.readings, options);
      const metrics = [...new Set([...read.readings.values()].flatMap(({ values }) => [...values.keys()]))];
      const kinds = ['suspicious_zero', 'large_change', 'drift'] as const;
      const findings = { scope: { months, metrics, kinds, vendorId }, findings: merged.findings };
      return {
        intent: { values: merged.changes, findings },
        cause: { cause: 'collection', reason: request.force?.reason ?? null, runId },
        audit: request.force ? ({ changes }) => overwrittenNote(task, changes) : null,
        record: (tx) => recordReading(tx, { settings, task, vendorId, merged, frozen, ...read }),
        result: merged,
      };
    },
  );
  return { entries: result.entries, changes: outcome.changes, findings: result.findings.length };
}

type MetricReading = Exclude<VendorReading, { kind: 'statements' }>;

interface Readable {
  readonly readings: Readings;
  /** Today's devices to store; null if none are. */
  readonly inventory: DeviceInventory | null;
}

/** The readings of the months. Devices are counted from stored snapshots and from today's inventory. */
async function readingsOf(
  reader: Reader,
  reading: MetricReading,
  { months, ...owner }: DeviceOwner & { readonly months: readonly Month[] },
): Promise<Readable> {
  if (reading.kind === 'values') return { readings: reading.readings, inventory: null };
  const { inventory, count } = reading;
  const byMonth = new Map<Month, DeviceSnapshot>(await readLatestSnapshots(reader, owner, months));
  const isForeign = inventory !== null && (await hasForeignSnapshot(reader, owner, inventory.date));
  if (inventory) {
    const month = inventory.date.slice(0, 7) as Month;
    const isLatest = (byMonth.get(month)?.date ?? '') <= inventory.date;
    // A snapshot without devices has no rows, but its count is known: 0.
    if ((isLatest && !isForeign) || inventory.devices.length === 0) byMonth.set(month, inventory);
  }
  return { readings: count({ byMonth, isForeign }), inventory: isForeign ? null : inventory };
}

/** Stores what belongs to the values: today's snapshot, frozen months, log rows, provenance, evidence and tie-outs. */
async function recordReading(
  tx: Transaction,
  {
    settings: { organizationId, timeZone, clock },
    task: { runId, months, startedAt, signal },
    vendorId,
    merged,
    frozen,
    readings,
    inventory,
  }: Readable & {
    readonly settings: CollectionSettings;
    readonly task: VendorTask;
    readonly vendorId: number;
    readonly merged: Merge;
    /** The months that were frozen before the run. */
    readonly frozen: ReadonlySet<Month>;
  },
): Promise<void> {
  if (runId === null) throw new RangeError('A dry run stores nothing');
  const at = clock();
  const hasValues = (month: Month) => (readings.get(month)?.values.size ?? 0) > 0;
  const ended = months.filter((month) => hasEnded(month, startedAt, timeZone) && hasValues(month));
  if (inventory) await saveDeviceSnapshot(tx, inventory, { organizationId, vendorId, runId });
  await freezeMonths(tx, organizationId, { vendorId, months: ended, runId, at });
  await succeedEntries(tx, { organizationId, runId, vendorId }, merged.entries, at);
  await saveProvenance(tx, { organizationId, runId, vendorId }, merged.provenance);
  await saveRows(tx, { organizationId, runId, vendorId, at, isOpen: (month) => !frozen.has(month) }, merged);
  // A run that lost its lock, or is asked to stop, must not commit.
  signal.throwIfAborted();
}

/** The audit entry of a forced collection, with all of its changes. */
function overwrittenNote({ runId: run, vendor, request }: VendorTask, changes: readonly MetricChange[]): AuditNote {
  const detail = { run, vendor, reason: request.force?.reason ?? null, changes: auditedChanges(changes) };
  return { action: 'collection.overwrote', detail };
}

function hasEnded(month: Month, at: Date, timeZone: string): boolean {
  return periodBoundaries(month, timeZone).end <= at;
}

async function openLog(settings: CollectionSettings, { request, runId, vendor, months }: VendorTask): Promise<void> {
  if (runId === null) return;
  const { database, organizationId } = settings;
  const entries = { organizationId, runId, vendorId: database.vendorIds[vendor] };
  const scope = scopeOf(settings, request);
  await write(scope, { permission: 'collection:run' }, async (tx) => {
    await openEntries(tx, entries, { months, startedAt: scope.at });
    return { result: undefined, audit: [] };
  });
}

/** If the database is unavailable, the next start closes the run as interrupted. */
async function failLog(
  settings: CollectionSettings,
  { request, runId, vendor }: VendorTask,
  reason: { readonly message: string; readonly isTransient: boolean },
): Promise<void> {
  if (runId === null) return;
  const { database, organizationId, logger } = settings;
  const entries = { organizationId, runId, vendorId: database.vendorIds[vendor] };
  const scope = scopeOf(settings, request);
  await write(scope, { permission: 'collection:run' }, async (tx) => {
    await failEntries(tx, entries, { ...reason, endedAt: scope.at });
    return { result: undefined, audit: [] };
  }).catch((error: unknown) => {
    logger.error({ err: error, runId, vendor }, 'The failure could not be recorded; the next start will');
  });
}
