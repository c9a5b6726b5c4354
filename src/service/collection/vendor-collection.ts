import { VendorError } from '#src/collect/vendor-error.ts';
import { RejectedValueError } from '#src/core/collection/finding.ts';
import { QbrError } from '#src/core/errors.ts';
import { addMonths, type Month, periodBoundaries } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { takeMonthsInHand, type WriteOutcome, writeMonthlyValues } from '#src/service/values/write-months.ts';
import { appendAudit, PROGRAM_ORIGIN } from '#src/store/audit.ts';
import { type EntryResult, failEntries, openEntries, succeedEntries } from '#src/store/collection-runs.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { replaceFindings } from '#src/store/findings.ts';
import type { MetricChange } from '#src/store/monthly-metrics.ts';
import { freezeMonths, readFrozenMonths } from '#src/store/period-states.ts';
import { saveProvenance } from '#src/store/value-provenance.ts';
import { mergeReadings, type Readings, rejectImpossibleReadings } from './merge-readings.ts';
import type { CollectionProgress, CollectionRequest, CollectionSettings } from './request.ts';
import type { CollectedVendor } from './vendor-reader.ts';

/** What a run did for one vendor. */
export interface VendorReport {
  readonly vendor: CollectedVendor;
  readonly status: 'success' | 'failed';
  /** What went wrong, for a person; null for a success. */
  readonly errorMessage: string | null;
  readonly entries: readonly EntryResult[];
  readonly changes: WriteOutcome['changes'];
  /** How many values of the vendor a person should look at. */
  readonly findings: number;
}

/** One vendor's share of a run. */
export interface VendorTask {
  readonly request: CollectionRequest;
  /** Null for a dry run. */
  readonly runId: number | null;
  readonly vendor: CollectedVendor;
  readonly months: readonly Month[];
  readonly startedAt: Date;
  /** Ends the run: the program is closing, or the run lock was lost. */
  readonly signal: AbortSignal;
}

/** Thrown to roll a dry run's transaction back; carries what would have been stored. */
class DryRunEnd extends Error {
  readonly stored: Stored;

  constructor(stored: Stored) {
    super('dry run');
    this.stored = stored;
  }
}

type Stored = Pick<VendorReport, 'entries' | 'changes' | 'findings'>;

const UNEXPECTED = 'Unexpected error while collecting; nothing of this vendor was stored. The log says more.';

/**
 * Collects one vendor: reads it completely, checks everything, then stores it for all months in one transaction with the
 * recalculation and the log rows that say so. Whatever fails, nothing of the vendor is stored and the log rows say why.
 */
export async function collectVendor(settings: CollectionSettings, task: VendorTask): Promise<VendorReport> {
  const { logger } = settings;
  const { vendor, runId } = task;
  const progress = progressOf(settings, task);
  try {
    await openLog(settings, task);
    const stored = await readAndStore(settings, task, progress);
    return { vendor, status: 'success', errorMessage: null, ...stored };
  } catch (error) {
    const errorMessage = failureMessage(error, task.signal);
    logger.error({ err: error, runId, vendor }, 'Collecting from a vendor failed');
    await failLog(settings, task, errorMessage);
    return { vendor, status: 'failed', errorMessage, entries: [], changes: [], findings: 0 };
  } finally {
    progress('ended', 1, 1);
  }
}

/** What the log row says: only messages that were written for the person who reads it. */
function failureMessage(error: unknown, signal: AbortSignal): string {
  if (signal.aborted && signal.reason instanceof Error) {
    return `The collection was stopped: ${signal.reason.message}. Nothing of this vendor was stored.`;
  }
  const isTold = error instanceof VendorError || error instanceof RejectedValueError || error instanceof QbrError;
  return isTold ? error.message : UNEXPECTED;
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
  const reader = settings.readers[task.vendor];
  if (!reader) throw new RangeError(`No reader for ${task.vendor}`);
  progress('reading', 0, task.months.length);
  const settle = await reader.read({
    months: task.months,
    timeZone: settings.timeZone,
    signal: AbortSignal.any([task.signal, AbortSignal.timeout(settings.readBudgetMs)]),
    onProgress: ({ done, total }) => progress('reading', done, total),
  });
  progress('storing', 0, 1);
  try {
    return await settings.database.transaction(async (tx) => {
      // A dry run has no record; number 0 stands for it in rows that are rolled back.
      const runId = task.runId ?? 0;
      const vendorId = settings.database.vendorIds[task.vendor];
      const stored = await storeReadings(settings, task, { tx, readings: await settle({ tx, vendorId, runId }) });
      // Whoever lost the run lock, or is asked to stop, must not commit.
      task.signal.throwIfAborted();
      if (task.runId === null) throw new DryRunEnd(stored);
      return stored;
    });
  } catch (error) {
    if (error instanceof DryRunEnd) return error.stored;
    throw error;
  }
}

async function storeReadings(
  settings: CollectionSettings,
  task: VendorTask,
  { tx, readings }: { readonly tx: Transaction; readonly readings: Readings },
): Promise<Stored> {
  const { database, organizationId, timeZone } = settings;
  const { request, runId, months, startedAt } = task;
  const vendorId = database.vendorIds[task.vendor];
  rejectImpossibleReadings(readings);
  // Each month is compared with the one before it.
  const inHand = await takeMonthsInHand({ database, tx }, organizationId, [
    ...months,
    ...months.map((month) => addMonths(month, -1)),
  ]);
  const frozen = await readFrozenMonths(tx, organizationId, vendorId, months);
  const options = { vendorId, frozen, force: request.force !== undefined, startedAt, timeZone };
  const { changes, findings, entries, provenance } = mergeReadings(inHand, readings, options);
  const at = settings.clock();
  const cause = {
    cause: 'collection',
    actor: request.requestedBy,
    reason: request.force?.reason ?? null,
    runId,
    at,
  } as const;
  const outcome = await writeMonthlyValues(tx, inHand, changes, cause);
  const metrics = [...new Set([...readings.values()].flatMap(({ values }) => [...values.keys()]))];
  const kinds = ['suspicious_zero', 'large_change', 'drift'] as const;
  await replaceFindings(tx, organizationId, { months, metrics, kinds, vendorId, runId, at }, findings);
  if (runId !== null) {
    const ended = months.filter(
      (month) => hasEnded(month, startedAt, timeZone) && (readings.get(month)?.values.size ?? 0) > 0,
    );
    await freezeMonths(tx, organizationId, { vendorId, months: ended, runId, at });
    await succeedEntries(tx, { organizationId, runId, vendorId }, entries, at);
    await saveProvenance(tx, { organizationId, runId, vendorId }, provenance);
    if (request.force) await auditOverwriting(tx, { organizationId, task, changes: outcome.changes, at });
  }
  return { entries, changes: outcome.changes, findings: findings.length };
}

/** What a forced collection has changed, frozen values included. */
async function auditOverwriting(
  tx: Transaction,
  write: {
    readonly organizationId: number;
    readonly task: VendorTask;
    readonly changes: readonly MetricChange[];
    readonly at: Date;
  },
): Promise<void> {
  const { runId: run, vendor, request } = write.task;
  const { requestedBy: actor, origin = PROGRAM_ORIGIN, force } = request;
  const detail = { run, vendor, reason: force?.reason ?? null, changes: auditedChanges(write.changes) };
  const entry = { at: write.at, actor, origin, action: 'collection.overwrote', detail } as const;
  await appendAudit(tx, write.organizationId, entry);
}

function hasEnded(month: Month, at: Date, timeZone: string): boolean {
  return periodBoundaries(month, timeZone).end <= at;
}

async function openLog(
  { database, organizationId, clock }: CollectionSettings,
  { runId, vendor, months }: VendorTask,
): Promise<void> {
  if (runId === null) return;
  const scope = { organizationId, runId, vendorId: database.vendorIds[vendor] };
  await database.transaction((tx) => openEntries(tx, scope, { months, startedAt: clock() }));
}

/** Where not even this can be stored, the database is gone: the next start finds the run unfinished and closes it. */
async function failLog(
  { database, organizationId, clock, logger }: CollectionSettings,
  { runId, vendor }: VendorTask,
  message: string,
): Promise<void> {
  if (runId === null) return;
  const scope = { organizationId, runId, vendorId: database.vendorIds[vendor] };
  const failure = { message, endedAt: clock() };
  await database
    .transaction((tx) => failEntries(tx, scope, failure))
    .catch((error: unknown) => {
      logger.error({ err: error, runId, vendor }, 'The failure could not be recorded; the next start will');
    });
}
