import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { type IdPage, idPageQuery } from '#src/store/engine/id-page.ts';
import type { CollectionRun as CollectionRunModel, Prisma } from '#src/store/generated/prisma/client.ts';

export type RunTrigger = 'schedule' | 'catch_up' | 'cli' | 'api' | 'web_connector';
/** The triggers of runs that read the vendors under the run lock; a run of the Web Connector lives by its session. */
export const VENDOR_RUN_TRIGGERS: readonly RunTrigger[] = ['schedule', 'catch_up', 'cli', 'api'];
export type RunStatus = 'running' | 'success' | 'partial' | 'failed';

/** The data of a run at its start. */
export interface NewRun {
  readonly trigger: RunTrigger;
  /** The scheduled time that it runs for; null for a run started by a person. */
  readonly scheduledFor: Date | null;
  readonly startedAt: Date;
  readonly force: boolean;
  readonly reason: string | null;
  readonly requestedBy: string;
  readonly host: string;
  readonly processId: number;
}

export interface StoredRun extends NewRun {
  readonly id: number;
  readonly status: RunStatus;
  readonly endedAt: Date | null;
  readonly interrupted: boolean;
}

/** A log row of a run: one vendor and month. */
export interface StoredEntry {
  readonly vendorId: number;
  readonly month: Month;
  readonly status: Exclude<RunStatus, 'partial'>;
  readonly metricsCollected: number;
  readonly errorMessage: string | null;
}

/** Identifies a vendor's log rows of one run. */
interface EntryScope {
  readonly organizationId: number;
  readonly runId: number;
  readonly vendorId: number;
}

/** The result of one month, for its log row. */
export interface EntryResult {
  readonly month: Month;
  readonly metricsCollected: number;
  readonly notes: string;
}

const INTERRUPTED = 'The program stopped during the collection; nothing was stored.';

export async function insertRun(reader: Reader, organizationId: number, run: NewRun): Promise<number> {
  const { id } = await reader.collectionRun.create({ data: { organizationId, status: 'running', ...run } });
  return id;
}

export async function endRun(
  reader: Reader,
  organizationId: number,
  run: { readonly id: number; readonly status: Exclude<RunStatus, 'running'>; readonly endedAt: Date },
): Promise<void> {
  await reader.collectionRun.update({
    where: { organizationId_id: { organizationId, id: run.id } },
    data: { status: run.status, endedAt: run.endedAt },
  });
}

/** The newest run that matches `where`; null if there is none. */
export async function findRun(
  reader: Reader,
  organizationId: number,
  where: {
    readonly status?: readonly RunStatus[];
    readonly scheduledFor?: Date;
    readonly triggers?: readonly RunTrigger[];
  } = {},
): Promise<StoredRun | null> {
  const run = await reader.collectionRun.findFirst({
    where: {
      organizationId,
      ...(where.status && { status: { in: [...where.status] } }),
      ...(where.scheduledFor && { scheduledFor: where.scheduledFor }),
      ...(where.triggers && { trigger: { in: [...where.triggers] } }),
    },
    orderBy: { id: 'desc' },
  });
  return run as StoredRun | null;
}

/** The run with that id or, with `after`, the first one with a higher id. Null if there is none. */
export async function findRunByNumber(
  reader: Reader,
  organizationId: number,
  number: { readonly id: number } | { readonly after: number },
): Promise<StoredRun | null> {
  const id = 'id' in number ? number.id : { gt: number.after };
  const run = await reader.collectionRun.findFirst({ where: { organizationId, id }, orderBy: { id: 'asc' } });
  return run as StoredRun | null;
}

/** A run's log rows, in order of vendor and month. */
export async function readEntries(reader: Reader, organizationId: number, runId: number): Promise<StoredEntry[]> {
  const rows = await reader.collectionLog.findMany({
    where: { organizationId, runId },
    orderBy: [{ vendorId: 'asc' }, { period: 'asc' }],
  });
  return rows.map(({ vendorId, period, status, metricsCollected, errorMessage }) => ({
    vendorId,
    month: period as Month,
    status: status as StoredEntry['status'],
    metricsCollected,
    errorMessage,
  }));
}

/** A log row with the vendor’s name in the database. */
export interface NamedEntry extends StoredEntry {
  readonly vendor: string;
}

/** As `readEntries`, each with its vendor's name. */
export async function readNamedEntries(reader: Reader, organizationId: number, runId: number): Promise<NamedEntry[]> {
  const entries = await readEntries(reader, organizationId, runId);
  const vendors = await reader.vendor.findMany({ where: { id: { in: entries.map(({ vendorId }) => vendorId) } } });
  const names = new Map(vendors.map(({ id, name }) => [id, name]));
  return entries.map((entry) => ({ ...entry, vendor: names.get(entry.vendorId) ?? String(entry.vendorId) }));
}

/** The distinct error messages of a run's failed vendors. */
export function readVendorFailures(
  reader: Reader,
  organizationId: number,
  runId: number,
): Promise<{ readonly vendorId: number; readonly errorMessage: string | null }[]> {
  return reader.collectionLog.findMany({
    where: { organizationId, runId, status: 'failed' },
    distinct: ['vendorId', 'errorMessage'],
    select: { vendorId: true, errorMessage: true },
    orderBy: [{ vendorId: 'asc' }, { errorMessage: 'asc' }],
  });
}

/** The run with that id; null if there is none. */
export async function readRun(
  reader: Reader,
  { organizationId, id, selection }: { organizationId: number; id: number; selection: RunSelection },
): Promise<CollectionRunModel | null> {
  return reader.collectionRun.findUnique({
    ...(selection as Pick<Prisma.CollectionRunFindUniqueArgs, 'include' | 'select'>),
    where: { organizationId_id: { organizationId, id } },
  });
}

/** A filter of runs; absent properties match everything. */
export interface RunFilter {
  readonly statuses?: readonly RunStatus[];
  readonly triggers?: readonly RunTrigger[];
}

/** The relations to read with the runs, as Pothos derives them from a GraphQL selection. */
export interface RunSelection {
  readonly include?: object | undefined;
  readonly select?: object | undefined;
}

/** A page of runs, newest first. */
export async function readRunPage(
  reader: Reader,
  organizationId: number,
  filter: RunFilter,
  page: IdPage & { readonly selection: RunSelection },
): Promise<CollectionRunModel[]> {
  const { where, ...order } = idPageQuery(page);
  return reader.collectionRun.findMany({
    ...(page.selection as Pick<Prisma.CollectionRunFindManyArgs, 'include' | 'select'>),
    where: {
      ...where,
      organizationId,
      ...(filter.statuses && { status: { in: [...filter.statuses] } }),
      ...(filter.triggers && { trigger: { in: [...filter.triggers] } }),
    },
    ...order,
  });
}

/** The runs for one scheduled time, oldest first. */
export async function runsScheduledFor(
  reader: Reader,
  organizationId: number,
  scheduledFor: Date,
): Promise<StoredRun[]> {
  const runs = await reader.collectionRun.findMany({ where: { organizationId, scheduledFor }, orderBy: { id: 'asc' } });
  return runs as StoredRun[];
}

/**
 * The ids of the vendors that one of these runs failed to collect and that no run has collected since: those with a month
 * whose newest ended log row is a transient failure.
 */
export async function readTransientFailures(
  reader: Reader,
  organizationId: number,
  runIds: readonly number[],
): Promise<Set<number>> {
  const rows = await reader.$queryRaw<{ vendorId: number }[]>`
    SELECT DISTINCT newest.vendor_id AS "vendorId" FROM (
      SELECT DISTINCT ON (entry.vendor_id, entry.period) entry.vendor_id, entry.status, entry.is_transient
      FROM qbr_collection_log AS entry
      JOIN (
        SELECT DISTINCT vendor_id, period FROM qbr_collection_log
        WHERE organization_id = ${organizationId}::integer AND run_id = ANY(${[...runIds]}::integer[])
      ) AS asked ON asked.vendor_id = entry.vendor_id AND asked.period = entry.period
      WHERE entry.organization_id = ${organizationId}::integer AND entry.run_id >= ${Math.min(...runIds)}::integer
        AND entry.status <> 'running'
      ORDER BY entry.vendor_id, entry.period, entry.run_id DESC
    ) AS newest
    WHERE newest.status = 'failed' AND newest.is_transient`;
  return new Set(rows.map(({ vendorId }) => vendorId));
}

/**
 * Marks every run of the vendors with status `running` as failed. Call it only while holding the run lock: then none can be in
 * progress, so these runs belong to programs that were killed.
 * @returns the ids of these runs
 */
export async function closeInterruptedRuns(tx: Transaction, organizationId: number, at: Date): Promise<number[]> {
  const runs = await tx.collectionRun.findMany({
    where: { organizationId, status: 'running', trigger: { in: [...VENDOR_RUN_TRIGGERS] } },
    select: { id: true },
  });
  const ids = runs.map(({ id }) => id);
  if (ids.length === 0) return [];
  await tx.$executeRaw`
    UPDATE qbr_collection_log SET status = 'failed', is_transient = true, error_message = ${INTERRUPTED},
      collection_ended_at = GREATEST(${at}::timestamptz, collection_started_at)
    WHERE organization_id = ${organizationId}::integer AND run_id = ANY(${ids}::integer[]) AND status = 'running'`;
  await tx.$executeRaw`
    UPDATE qbr_collection_run SET interrupted = true, status = 'failed', ended_at = GREATEST(${at}::timestamptz, started_at)
    WHERE organization_id = ${organizationId}::integer AND id = ANY(${ids}::integer[])`;
  return ids;
}

/** Inserts a vendor's log rows, one per month, all `running`. */
export async function openEntries(
  reader: Reader,
  { organizationId, runId, vendorId }: EntryScope,
  entries: { readonly months: readonly Month[]; readonly startedAt: Date },
): Promise<void> {
  await reader.collectionLog.createMany({
    data: entries.months.map((period) => ({
      organizationId,
      runId,
      vendorId,
      period,
      status: 'running',
      collectionStartedAt: entries.startedAt,
    })),
  });
}

/** Marks a vendor's log rows as successful; call it in the transaction that stores the values. */
export async function succeedEntries(
  tx: Transaction,
  { organizationId, runId, vendorId }: EntryScope,
  results: readonly EntryResult[],
  endedAt: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE qbr_collection_log AS entry SET status = 'success', metrics_collected = row."metricsCollected", notes = row.notes,
      collection_ended_at = GREATEST(${endedAt}::timestamptz, entry.collection_started_at),
      duration_seconds = EXTRACT(EPOCH FROM GREATEST(${endedAt}::timestamptz, entry.collection_started_at) - entry.collection_started_at)
    FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS row (month text, "metricsCollected" integer, notes text)
    WHERE entry.organization_id = ${organizationId}::integer AND entry.run_id = ${runId}::integer
      AND entry.vendor_id = ${vendorId}::integer AND entry.period = row.month`;
}

/**
 * Marks a vendor's log rows as failed, with the reason. Rows that are not `running` are unchanged: if the connection was lost
 * during the commit, the values may have been stored.
 */
export async function failEntries(
  reader: Reader,
  { organizationId, runId, vendorId }: EntryScope,
  failure: {
    readonly message: string;
    readonly endedAt: Date;
    readonly isTransient?: boolean;
    /** All months by default. */
    readonly months?: readonly Month[];
  },
): Promise<void> {
  const months = failure.months ? [...failure.months] : null;
  await reader.$executeRaw`
    UPDATE qbr_collection_log SET status = 'failed', error_message = ${failure.message},
      is_transient = ${failure.isTransient ?? false}::boolean,
      collection_ended_at = GREATEST(${failure.endedAt}::timestamptz, collection_started_at),
      duration_seconds = EXTRACT(EPOCH FROM GREATEST(${failure.endedAt}::timestamptz, collection_started_at) - collection_started_at)
    WHERE organization_id = ${organizationId}::integer AND run_id = ${runId}::integer AND vendor_id = ${vendorId}::integer
      AND status = 'running' AND (${months}::text[] IS NULL OR period = ANY(${months}::text[]))`;
}
