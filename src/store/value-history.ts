import type { DataSource } from '#src/core/metrics/source.ts';
import type { ChangeCause } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { toDecimalOrNull } from '#src/store/engine/decimal.ts';
import type { IdPage } from '#src/store/engine/id-page.ts';

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

/** The newest changes of all metrics in some months, newest first. */
export async function readChangesOf(
  reader: Reader,
  organizationId: number,
  { months, limit }: { readonly months: readonly Month[]; readonly limit: number },
): Promise<StoredValueChange[]> {
  const rows = await reader.valueHistory.findMany({
    where: { organizationId, period: { in: [...months] } },
    orderBy: { id: 'desc' },
    take: limit,
  });
  return rows.map(
    ({ organizationId: _, period, metricName, oldValue, newValue, oldSource, newSource, cause, ...row }) => ({
      ...row,
      month: period as Month,
      metric: metricName,
      oldValue: toDecimalOrNull(oldValue),
      newValue: toDecimalOrNull(newValue),
      oldSource: oldSource as DataSource | null,
      newSource: newSource as DataSource | null,
      cause: cause as ChangeCause['cause'],
    }),
  );
}
