import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import type { RunStatus } from './collection-runs.ts';

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

/** The log row by which a month's values of a vendor were last collected or, if that never succeeded, its newest failure. */
export interface NewestEntry {
  readonly month: Month;
  readonly vendorId: number;
  readonly runId: number;
  readonly status: 'success' | 'failed';
  readonly metricsCollected: number;
  readonly errorMessage: string | null;
  readonly endedAt: Date;
}

/** Such a row of each of the months and each vendor, in one statement. */
export function readNewestEntries(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<NewestEntry[]> {
  return reader.$queryRaw<NewestEntry[]>`
    SELECT DISTINCT ON (period, vendor_id) period AS month, vendor_id AS "vendorId", run_id AS "runId", status,
      metrics_collected AS "metricsCollected", error_message AS "errorMessage",
      coalesce(collection_ended_at, collection_started_at) AS "endedAt"
    FROM qbr_collection_log
    WHERE organization_id = ${organizationId}::integer AND period = ANY(${[...months]}::text[]) AND status <> 'running'
    ORDER BY period, vendor_id, status = 'success' DESC, run_id DESC`;
}

/** The first collection of a vendor's month that started since an instant. */
export interface FirstCollection {
  readonly vendorId: number;
  /** The place of the month among those asked for; null where the vendor was collected for none of them. */
  readonly index: number | null;
  /** When it had stored its values; null where none has succeeded. */
  readonly endedAt: Date | null;
}

/**
 * The first successful collection of each month that started since an instant, for each vendor that was ever collected, in one
 * statement.
 */
export function readFirstCollections(
  reader: Reader,
  organizationId: number,
  months: readonly { readonly month: Month; readonly since: Date }[],
): Promise<FirstCollection[]> {
  const wanted = JSON.stringify(months.map(({ month, since }, index) => ({ index, month, since })));
  return reader.$queryRaw<FirstCollection[]>`
    SELECT entry.vendor_id AS "vendorId", wanted.index,
      min(entry.collection_ended_at) FILTER (WHERE entry.status = 'success' AND entry.collection_started_at >= wanted.since)
        AS "endedAt"
    FROM qbr_collection_log AS entry
    LEFT JOIN jsonb_to_recordset(${wanted}::jsonb) AS wanted (index integer, month text, since timestamptz)
      ON wanted.month = entry.period
    WHERE entry.organization_id = ${organizationId}::integer
    GROUP BY entry.vendor_id, wanted.index`;
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

/** Adds further values and notes to a vendor's log rows, whatever their state. */
export async function addToEntries(
  tx: Transaction,
  { organizationId, runId, vendorId }: EntryScope,
  results: readonly EntryResult[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE qbr_collection_log AS entry SET metrics_collected = metrics_collected + row.collected,
      notes = coalesce(entry.notes || ' ' || row.notes, row.notes, NULLIF(entry.notes, ''))
    FROM (
      SELECT month, sum("metricsCollected")::integer AS collected, string_agg(NULLIF(notes, ''), ' ') AS notes
      FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS item (month text, "metricsCollected" integer, notes text)
      GROUP BY month
    ) AS row
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
