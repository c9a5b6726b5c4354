import { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader } from '#src/store/engine/database.ts';

/** A closed month with its total expenses. */
export interface ClosedExpensesRow {
  readonly month: Month;
  readonly value: Decimal;
}

/**
 * The total expenses of closed months that have a statement, newest first: those that an admin has closed, and those before
 * QuickBooks' own closing date that were read after it was set. One statement.
 */
export async function readClosedExpenses(
  reader: Reader,
  organizationId: number,
  {
    before,
    closing,
    most,
  }: {
    readonly before: Month;
    readonly closing: { readonly date: string; readonly seenAt: Date } | null;
    readonly most: number;
  },
): Promise<ClosedExpensesRow[]> {
  const rows = await reader.$queryRaw<{ month: Month; value: string }[]>`
    SELECT metric.period AS month, metric.metric_value::text AS value
    FROM qbr_metrics_monthly AS metric
    JOIN LATERAL (
      SELECT confirmed_at FROM qbr_statement AS statement
      WHERE statement.organization_id = ${organizationId}::integer AND statement.period = metric.period
      ORDER BY version DESC LIMIT 1
    ) AS newest ON true
    WHERE metric.organization_id = ${organizationId}::integer AND metric.metric_name = 'total_expenses_qb'
      AND metric.period < ${before}
      AND (
        EXISTS (
          SELECT FROM qbr_period_closing AS closed
          WHERE closed.organization_id = ${organizationId}::integer AND closed.period = metric.period
        )
        OR (
          (metric.period || '-01')::date + interval '1 month' - interval '1 day' <= ${closing?.date ?? null}::date
          AND newest.confirmed_at >= ${closing?.seenAt ?? null}::timestamptz
        )
      )
    ORDER BY metric.period DESC LIMIT ${most}::integer`;
  return rows.map(({ month, value }) => ({ month, value: new Decimal(value) }));
}
