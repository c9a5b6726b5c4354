import { SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { InvalidParameterError, MissingFieldError, RunInProgressError } from '#src/core/errors.ts';
import { addMonths, type Month, monthAt, monthRange } from '#src/core/period.ts';
import { write } from '#src/service/scope.ts';
import { COLLECTED_VENDORS, type CollectedVendor } from '#src/service/vendors.ts';
import {
  closeInterruptedRuns,
  endRun,
  findRun,
  insertRun,
  type RunStatus,
  VENDOR_RUN_TRIGGERS,
} from '#src/store/collection-runs.ts';
import { hasDeviceSnapshots } from '#src/store/device-snapshots.ts';
import { withinEach } from '#src/store/engine/organization-context.ts';
import type { RunLock } from '#src/store/engine/run-lock.ts';
import { observed, type ServiceActivity } from '#src/telemetry/activity.ts';
import { noteClosed } from './close-interrupted.ts';
import {
  type CollectionRequest,
  type CollectionSettings,
  refuseFutureMonths,
  requireReason,
  scopeOf,
} from './request.ts';
import { findDueRun } from './retry.ts';
import { collectVendor, type VendorReport } from './vendor-collection.ts';
import { VENDOR_NAMES } from './vendor-reader.ts';

export interface CollectionReport {
  /** Null for a dry run. */
  readonly runId: number | null;
  readonly status: Exclude<RunStatus, 'running'>;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly months: readonly Month[];
  readonly vendors: readonly VendorReport[];
}

/** Collections of one organization, one at a time per database. */
export interface Collection {
  /**
   * Runs a collection to its end. A failed vendor is part of the report, not an error.
   * @throws RunInProgressError; InvalidPeriodError, InvalidParameterError, MissingFieldError for an invalid request
   */
  run(request: CollectionRequest): Promise<CollectionReport>;
  /**
   * Runs the collection of a scheduled time if `findDueRun` finds it due, so that only one of several programs on a database runs
   * it. An interrupted run is repeated once, and a failed one is retried.
   * @returns null if it is not due
   * @throws RunInProgressError while another run is in progress
   */
  runScheduled(request: CollectionRequest & { readonly scheduledFor: Date }): Promise<CollectionReport | null>;
  /** Marks the runs of killed programs as failed, unless a run is in progress. @returns their number */
  closeInterrupted(): Promise<number>;
  /** Records a failed run for a scheduled time that is still due although it was tried as often as may be. */
  giveUp(scheduledFor: Date): Promise<void>;
}

export function createCollection(settings: CollectionSettings): Collection {
  const { database, organizationId } = settings;
  return withinEach<Collection>(organizationId, {
    async run(request) {
      const plan = await planRun(settings, request);
      const lock = await database.tryRunLock(organizationId);
      if (!lock) throw await runInProgress(settings);
      return withLock(lock, () => observedRun(settings, request, { ...plan, lock }));
    },
    async runScheduled(request) {
      const plan = await planRun(settings, request);
      const lock = await database.tryRunLock(organizationId);
      if (!lock) throw await runInProgress(settings);
      return withLock(lock, async () => {
        await closeInterruptedUnderLock(settings);
        const due = await findDueRun(database, organizationId, {
          scheduledFor: request.scheduledFor,
          maxInterrupted: settings.maxInterrupted,
        });
        if (!due || due.at > settings.clock()) return null;
        const vendors = plan.vendors.filter((vendor) => due.vendors?.includes(vendor) ?? true);
        if (vendors.length === 0) return null;
        const trigger = due.vendors ? 'schedule' : request.trigger;
        return observedRun(settings, { ...request, trigger }, { ...plan, vendors, lock });
      });
    },
    async closeInterrupted() {
      const lock = await database.tryRunLock(organizationId);
      return lock ? withLock(lock, () => closeInterruptedUnderLock(settings)) : 0;
    },
    async giveUp(scheduledFor) {
      const lock = await database.tryRunLock(organizationId);
      // Whoever holds it runs it.
      if (lock) await withLock(lock, () => giveUpUnderLock(settings, scheduledFor));
    },
  });
}

async function withLock<T>(lock: RunLock, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** Checks a request before locking, so that an invalid one fails immediately. */
async function planRun(settings: CollectionSettings, request: CollectionRequest): Promise<Omit<Plan, 'lock'>> {
  const startedAt = settings.clock();
  const months = monthsToCollect(settings, request, startedAt);
  const vendors = await vendorsToCollect(settings, request.vendors);
  if (request.force) requireReason(request.force.reason);
  return { startedAt, months, vendors };
}

interface Plan {
  readonly lock: RunLock;
  readonly startedAt: Date;
  readonly months: readonly Month[];
  readonly vendors: readonly CollectedVendor[];
}

function observedRun(settings: CollectionSettings, request: CollectionRequest, plan: Plan): Promise<CollectionReport> {
  const activity: ServiceActivity = { kind: 'service', name: 'collection', of: request.trigger, audited: [] };
  return observed(activity, () => runUnderLock(settings, request, plan));
}

async function runUnderLock(
  settings: CollectionSettings,
  request: CollectionRequest,
  { lock, startedAt, months, vendors }: Plan,
): Promise<CollectionReport> {
  const { database, clock, logger, activity } = settings;
  await closeInterruptedUnderLock(settings);
  const runId = request.dryRun ? null : await startRun(settings, request, { startedAt, months, vendors });
  if (runId !== null) request.onStarted?.(runId);
  database.noteActivity(`collecting since ${startedAt.toISOString()}`);
  logger.info({ runId, months: months.length, vendors, trigger: request.trigger }, 'Collection started');
  const signal = AbortSignal.any([lock.lost, ...(request.signal ? [request.signal] : [])]);
  const reports: VendorReport[] = [];
  for (const vendor of vendors) {
    reports.push(await collectVendor(settings, { request, runId, vendor, months, startedAt, signal }));
  }
  database.noteActivity(null);
  const status = runStatus(reports);
  // If the clock was set back, a run must not end before its start.
  const endedAt = new Date(Math.max(clock().getTime(), startedAt.getTime()));
  if (runId !== null) {
    const isLeft = settings.stopsForOthers === true && request.scheduledFor !== undefined && request.signal?.aborted;
    await recordEnd(settings, request, {
      id: runId,
      status,
      endedAt,
      interrupted: isLeft === true && status !== 'success',
    }).catch((error: unknown) => {
      logger.error({ err: error, runId }, 'The end of the collection could not be recorded; the next start will');
    });
    activity.end(runId);
  }
  logger.info({ runId, status, seconds: (endedAt.getTime() - startedAt.getTime()) / 1_000 }, 'Collection ended');
  return { runId, status, startedAt, endedAt, months, vendors: reports };
}

function recordEnd(
  settings: CollectionSettings,
  request: CollectionRequest,
  end: Parameters<typeof endRun>[2],
): Promise<void> {
  return write(scopeOf(settings, request), { permission: 'collection:run' }, async (tx) => {
    await endRun(tx, settings.organizationId, end);
    return { result: undefined, audit: [] };
  });
}

async function startRun(
  settings: CollectionSettings,
  request: CollectionRequest,
  { startedAt, ...plan }: Omit<Plan, 'lock'>,
): Promise<number> {
  const { organizationId, host, processId, activity } = settings;
  const { trigger, force, scheduledFor = null, viewer } = request;
  const scope = { ...scopeOf(settings, request), at: startedAt };
  return write(scope, { permission: 'collection:run' }, async (tx) => {
    const runId = await insertRun(tx, organizationId, {
      ...{ trigger, scheduledFor, startedAt, host, processId },
      force: force !== undefined,
      reason: force?.reason ?? null,
      requestedBy: viewer.name,
    });
    // Before the run is visible, or it would be taken for another process's.
    activity.begin(runId, plan);
    const detail = force && { run: runId, reason: force.reason, months: plan.months, vendors: plan.vendors };
    return { result: runId, audit: detail ? [{ action: 'collection.forced', detail }] : [] };
  });
}

function runStatus(reports: readonly VendorReport[]): CollectionReport['status'] {
  if (reports.every(({ status }) => status === 'success')) return 'success';
  return reports.every(({ status }) => status === 'failed') ? 'failed' : 'partial';
}

/** The months of a request, oldest first. By default they are relative to the scheduled time, or to the start of the run. */
function monthsToCollect(settings: CollectionSettings, request: CollectionRequest, startedAt: Date): Month[] {
  const running = monthAt(request.scheduledFor ?? startedAt, settings.timeZone);
  if (!request.months) return monthRange(addMonths(running, 1 - settings.monthsToCollect), running);
  refuseFutureMonths(request.months, running, 'period');
  if (request.months.length === 0) throw new MissingFieldError('Say which months to collect', { field: 'period' });
  return [...new Set(request.months)].sort();
}

async function vendorsToCollect(
  { readers, hasNinjaOneCredentials, database, organizationId }: CollectionSettings,
  requested: readonly CollectedVendor[] | undefined,
): Promise<CollectedVendor[]> {
  const devices = { organizationId, vendorId: database.vendorIds.ninjaone };
  const hasNinjaOne = hasNinjaOneCredentials || (await hasDeviceSnapshots(database.prisma, devices));
  const hasBooks = (await readers.quickbooks?.isAvailable?.()) ?? false;
  const available: Readonly<Record<CollectedVendor, boolean>> = {
    connectwise: readers.connectwise !== null,
    ninjaone: readers.ninjaone !== null && hasNinjaOne,
    quickbooks: hasBooks,
  };
  const wanted = COLLECTED_VENDORS.filter((vendor) => requested?.includes(vendor) ?? available[vendor]);
  const unavailable = wanted.find((vendor) => !available[vendor]);
  if (unavailable) {
    const what = unavailable === 'quickbooks' ? 'connected; an admin connects it at /books' : 'configured';
    throw new InvalidParameterError(`${VENDOR_NAMES[unavailable]} is not ${what}`, { field: 'vendor' });
  }
  if (wanted.length === 0) {
    throw new InvalidParameterError('No vendor is configured: set the CONNECTWISE_ or NINJA_ variables', {
      field: 'vendor',
    });
  }
  return wanted;
}

async function closeInterruptedUnderLock(settings: CollectionSettings): Promise<number> {
  const scope = scopeOf(settings, { viewer: SCHEDULE_VIEWER });
  const closed = await write(scope, { permission: 'collection:run' }, async (tx) => {
    return { result: await closeInterruptedRuns(tx, [settings.organizationId], scope.at), audit: [] };
  });
  noteClosed(settings.logger, closed);
  return closed.length;
}

async function giveUpUnderLock(settings: CollectionSettings, scheduledFor: Date): Promise<void> {
  const { database, organizationId, maxInterrupted, clock } = settings;
  await closeInterruptedUnderLock(settings);
  const due = await findDueRun(database, organizationId, { scheduledFor, maxInterrupted });
  if (!due || due.vendors) return;
  const request: CollectionRequest = { trigger: 'schedule', viewer: SCHEDULE_VIEWER, scheduledFor };
  const startedAt = clock();
  const id = await startRun(settings, request, { startedAt, months: [], vendors: [] });
  await recordEnd(settings, request, { id, status: 'failed', endedAt: startedAt });
  settings.activity.end(id);
}

async function runInProgress({ database, organizationId }: CollectionSettings): Promise<RunInProgressError> {
  const run = await findRun(database.prisma, organizationId, {
    statuses: ['running'],
    triggers: VENDOR_RUN_TRIGGERS,
  });
  const who = run
    ? `run ${run.id}, started ${run.startedAt.toISOString()} by ${run.requestedBy} (process ${run.processId} on ${run.host})`
    : 'another run, which has only just started';
  return new RunInProgressError(`A collection is already under way: ${who}`, { runId: run?.id ?? null });
}
