import type { DataSource } from '#src/core/metrics/source.ts';
import type { ChangeCause } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { toDecimal, toDecimalOrNull } from '#src/store/engine/decimal.ts';
import { type IdPage, MAX_ROW_ID } from '#src/store/engine/id-page.ts';
import type { TextQuery } from '#src/store/engine/text-query.ts';

/** A page of the changes of one metric in some months. */
export interface HistoryRequest extends IdPage {
  readonly months: readonly Month[];
  readonly metric: string;
}

/** A stored change of a monthly value. */
export interface StoredValueChange {
  readonly id: number;
  readonly month: Month;
  readonly metric: string;
  /** Null if there was no value. */
  readonly oldValue: Decimal | null;
  /** Null if the value was removed. */
  readonly newValue: Decimal | null;
  readonly oldSource: DataSource | null;
  readonly newSource: DataSource | null;
  readonly cause: ChangeCause['cause'];
  readonly actor: string;
  readonly reason: string | null;
  readonly runId: number | null;
  readonly changedAt: Date;
}

/** A page of changes for each request, newest first, in one statement. */
export async function readValueHistory(
  reader: Reader,
  organizationId: number,
  requests: readonly HistoryRequest[],
): Promise<StoredValueChange[][]> {
  const json = JSON.stringify(requests.map((request, index) => ({ ...request, index })));
  const rows = await reader.$queryRaw<(StoredValueChange & { index: number; oldText: string; newText: string })[]>`
    SELECT wanted.index, change.id, change.period AS month, change.metric_name AS metric, change.old_value::text AS "oldText",
           change.new_value::text AS "newText", change.old_source AS "oldSource", change.new_source AS "newSource",
           change.cause, change.actor, change.reason, change.run_id AS "runId", change.changed_at AS "changedAt"
    FROM jsonb_to_recordset(${json}::jsonb) AS wanted
      (index integer, months text[], metric text, "olderThan" integer, "limit" integer)
    CROSS JOIN LATERAL (
      SELECT * FROM qbr_value_history AS stored
      WHERE stored.organization_id = ${organizationId}::integer AND stored.period = ANY(wanted.months)
        AND stored.metric_name = wanted.metric AND (wanted."olderThan" IS NULL OR stored.id < wanted."olderThan")
      ORDER BY stored.id DESC LIMIT wanted."limit") AS change
    ORDER BY wanted.index, change.id DESC`;
  const pages = requests.map((): StoredValueChange[] => []);
  for (const { index, oldText, newText, ...row } of rows) {
    pages[index]?.push({ ...row, oldValue: toDecimalOrNull(oldText), newValue: toDecimalOrNull(newText) });
  }
  return pages;
}

/** A monthly value that a collection changed. */
export interface CollectedChange {
  readonly month: Month;
  readonly metric: string;
  /** Null if there was no value. */
  readonly oldValue: Decimal | null;
  readonly newValue: Decimal;
  /** Why a frozen value was overwritten; null where that was not asked for. */
  readonly reason: string | null;
  readonly runId: number | null;
  readonly changedAt: Date;
  /** The collection that froze the vendor's values of the month, or that replaced a released value. */
  readonly isExpected: boolean;
}

/** The collected values that changed since `from`, oldest first; not those that were calculated from them. */
export async function readCollectedChanges(
  reader: Reader,
  organizationId: number,
  from: Date,
): Promise<CollectedChange[]> {
  type Row = Omit<CollectedChange, 'oldValue' | 'newValue'> & {
    readonly oldText: string | null;
    readonly newText: string;
  };
  const rows = await reader.$queryRaw<Row[]>`
    SELECT change.period AS month, change.metric_name AS metric, change.old_value::text AS "oldText",
      change.new_value::text AS "newText", change.reason, change.run_id AS "runId", change.changed_at AS "changedAt",
      EXISTS (SELECT FROM qbr_period_freeze AS frozen
        JOIN qbr_metrics_monthly AS stored ON stored.organization_id = ${organizationId}::integer
          AND stored.period = frozen.period AND stored.vendor_id = frozen.vendor_id
        WHERE frozen.organization_id = ${organizationId}::integer AND frozen.period = change.period
          AND frozen.run_id = change.run_id AND stored.metric_name = change.metric_name)
        OR coalesce((SELECT earlier.cause = 'release' FROM qbr_value_history AS earlier
          WHERE earlier.organization_id = ${organizationId}::integer AND earlier.period = change.period
            AND earlier.metric_name = change.metric_name AND earlier.id < change.id
          ORDER BY earlier.id DESC LIMIT 1), false) AS "isExpected"
    FROM qbr_value_history AS change
    WHERE change.organization_id = ${organizationId}::integer AND change.changed_at >= ${from}::timestamptz
      AND change.cause = 'collection' AND change.new_source = 'collected'
      AND change.old_value IS DISTINCT FROM change.new_value
    ORDER BY change.id`;
  return rows.map(({ oldText, newText, ...row }) => {
    return { ...row, oldValue: toDecimalOrNull(oldText), newValue: toDecimal(newText) };
  });
}

type ChangeRow = [
  ...[number, Month, string, string | null, string | null, DataSource | null, DataSource | null, ChangeCause['cause']],
  ...[string, string | null, number | null, string],
];

/** The newest changes of all metrics in some months, newest first. Past Prisma, because a year can have thousands. */
export async function readChangesOf(
  query: TextQuery,
  organizationId: number,
  { months, olderThan, limit }: { readonly months: readonly Month[] } & IdPage,
): Promise<StoredValueChange[]> {
  const json = await query({
    name: 'changes of months',
    sql: `SELECT coalesce(json_agg(json_build_array(id, period, metric_name, old_value::text, new_value::text, old_source, new_source,
        cause, actor, reason, run_id, changed_at) ORDER BY id DESC), '[]')::text
      FROM (SELECT * FROM qbr_value_history
        WHERE organization_id = $1::integer AND period = ANY($2::text[]) AND id <= $3::integer
        ORDER BY id DESC LIMIT $4::integer) AS change`,
    parameters: [organizationId, months, olderThan === null ? MAX_ROW_ID : olderThan - 1, limit],
  });
  return (JSON.parse(json) as ChangeRow[]).map(changeOf);
}

function changeOf(row: ChangeRow): StoredValueChange {
  const [id, month, metric, oldText, newText, oldSource, newSource, cause, actor, reason, runId, changedAt] = row;
  return {
    ...{ id, month, metric, oldSource, newSource, cause, actor, reason, runId },
    ...{ oldValue: toDecimalOrNull(oldText), newValue: toDecimalOrNull(newText), changedAt: new Date(changedAt) },
  };
}

/** A month and the instant from which its changes are asked for. */
export interface MonthSince {
  readonly month: Month;
  readonly since: Date;
}

/** A change of a value of one of the months asked for. */
export interface ChangeSince extends Pick<StoredValueChange, 'metric' | 'oldValue' | 'newValue' | 'changedAt'> {
  /** The place of the month among those asked for. */
  readonly index: number;
}

/** The changes of some months' values since an instant each, oldest first, in one statement. */
export async function readChangesSince(
  reader: Reader,
  organizationId: number,
  months: readonly MonthSince[],
): Promise<ChangeSince[]> {
  const wanted = JSON.stringify(months.map(({ month, since }, index) => ({ index, month, since })));
  const rows = await reader.$queryRaw<(ChangeSince & { oldText: string | null; newText: string | null })[]>`
    SELECT wanted.index, change.metric_name AS metric, change.old_value::text AS "oldText", change.new_value::text AS "newText",
      change.changed_at AS "changedAt"
    FROM jsonb_to_recordset(${wanted}::jsonb) AS wanted (index integer, month text, since timestamptz)
    JOIN qbr_value_history AS change ON change.organization_id = ${organizationId}::integer AND change.period = wanted.month
      AND change.changed_at >= wanted.since
    ORDER BY change.id`;
  return rows.map(({ oldText, newText, ...row }) => {
    return { ...row, oldValue: toDecimalOrNull(oldText), newValue: toDecimalOrNull(newText) };
  });
}
