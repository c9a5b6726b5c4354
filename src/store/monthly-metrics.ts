import {
  type ChangeCause,
  isValueChange,
  type MetricChange,
  type StoredMetric,
} from '#src/core/metrics/stored-value.ts';
import { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** The months that have values, oldest first, within the bounds given. */
export async function monthsWithData(
  reader: Reader,
  organizationId: number,
  bounds: { from?: Month; to?: Month } = {},
): Promise<Month[]> {
  const rows = await reader.monthlyMetric.groupBy({
    by: ['period'],
    where: {
      organizationId,
      period: { ...(bounds.from && { gte: bounds.from }), ...(bounds.to && { lte: bounds.to }) },
    },
    orderBy: { period: 'asc' },
  });
  return rows.map(({ period }) => period as Month);
}

/**
 * Stores changes of monthly values with their history. This is the only way a monthly value changes, so that every change is
 * recorded. Three statements for any number of changes.
 */
export async function saveMonthlyChanges(
  tx: Transaction,
  organizationId: number,
  changes: readonly MetricChange[],
  cause: ChangeCause,
): Promise<void> {
  const stored = changes.flatMap(({ month, metric, after }) => (after ? [{ month, metric, ...after }] : []));
  const removed = changes.flatMap(({ month, metric, after }) => (after ? [] : [{ month, metric }]));
  const recorded = changes.filter(isValueChange);
  if (stored.length > 0) await upsert(tx, organizationId, stored, cause.at);
  if (removed.length > 0) await remove(tx, organizationId, removed);
  if (recorded.length > 0) await appendHistory(tx, organizationId, recorded, cause);
}

/**
 * A change always increases `updated_at`, even if the clock was set back or two writes fall into one millisecond: clients
 * detect lost updates by it. It increases without a zone: Citus takes immutable functions only, and an instant plus an interval depends on the
 * session's zone.
 */
async function upsert(
  tx: Transaction,
  organizationId: number,
  rows: readonly Omit<StoredMetric, 'updatedAt'>[],
  at: Date,
): Promise<void> {
  const json = JSON.stringify(rows.map((row) => ({ ...row, value: row.value.toFixed() })));
  await tx.$executeRaw`
    INSERT INTO qbr_metrics_monthly AS stored
      (organization_id, period, metric_name, metric_value, data_source, vendor_id, collected_at, manually_entered_by, notes,
       created_at, updated_at)
    SELECT ${organizationId}::integer, month, metric, value, source, "vendorId", "collectedAt", "enteredBy", notes,
           ${at}::timestamptz, ${at}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS row
      (month text, metric text, value numeric, source text, "vendorId" integer, "collectedAt" timestamptz, "enteredBy" text,
       notes text)
    ON CONFLICT (organization_id, period, metric_name) DO UPDATE SET
      metric_value = excluded.metric_value, data_source = excluded.data_source, vendor_id = excluded.vendor_id,
      collected_at = excluded.collected_at, manually_entered_by = excluded.manually_entered_by, notes = excluded.notes,
      updated_at = CASE
        WHEN (stored.metric_value, stored.data_source) IS DISTINCT FROM (excluded.metric_value, excluded.data_source)
          OR (stored.manually_entered_by, stored.notes) IS DISTINCT FROM (excluded.manually_entered_by, excluded.notes)
        THEN greatest(excluded.updated_at, (stored.updated_at AT TIME ZONE 'UTC' + interval '1 millisecond') AT TIME ZONE 'UTC') ELSE stored.updated_at END`;
}

async function remove(
  tx: Transaction,
  organizationId: number,
  rows: readonly { readonly month: Month; readonly metric: string }[],
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM qbr_metrics_monthly AS stored
    USING jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (month text, metric text)
    WHERE stored.organization_id = ${organizationId}::integer AND stored.period = row.month AND stored.metric_name = row.metric`;
}

async function appendHistory(
  tx: Transaction,
  organizationId: number,
  changes: readonly MetricChange[],
  { cause, actor, reason, runId, at }: ChangeCause,
): Promise<void> {
  await tx.valueHistory.createMany({
    data: changes.map(({ month, metric, before, after }) => ({
      organizationId,
      period: month,
      metricName: metric,
      oldValue: before?.value.toFixed() ?? null,
      newValue: after?.value.toFixed() ?? null,
      oldSource: before?.source ?? null,
      newSource: after?.source ?? null,
      cause: isConsequence(before, after) ? 'recalculation' : cause,
      actor,
      reason,
      runId,
      changedAt: at,
    })),
  });
}

/** Whether a calculated value changed as a result of another change, whose actor and reason are recorded with it. */
function isConsequence(before: MetricChange['before'], after: MetricChange['after']): boolean {
  return (before?.source ?? 'calculated') === 'calculated' && (after?.source ?? 'calculated') === 'calculated';
}

/** The values of a range of months by month and key, from the one after `after`. */
export async function readValuePage(
  reader: Reader,
  organizationId: number,
  page: {
    readonly from: Month;
    readonly to: Month;
    readonly after: Pick<StoredMetric, 'month' | 'metric'> | null;
    readonly limit: number;
  },
): Promise<StoredMetric[]> {
  const { from, to, after, limit } = page;
  const rows = await reader.$queryRaw<(Omit<StoredMetric, 'value'> & { text: string })[]>`
    SELECT period AS month, metric_name AS metric, metric_value::text AS text, data_source AS source, vendor_id AS "vendorId",
           collected_at AS "collectedAt", manually_entered_by AS "enteredBy", notes, updated_at AS "updatedAt"
    FROM qbr_metrics_monthly
    WHERE organization_id = ${organizationId}::integer AND period BETWEEN ${from} AND ${to}
      AND (period, metric_name) > (${after?.month ?? ''}, ${after?.metric ?? ''})
    ORDER BY period, metric_name LIMIT ${limit}::integer`;
  return rows.map(({ text, ...row }) => ({ ...row, value: new Decimal(text) }));
}
