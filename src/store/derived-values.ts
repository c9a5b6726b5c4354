import { SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import type { DerivedChange } from '#src/core/metrics/stored-value.ts';
import { isMonth } from '#src/core/period.ts';
import type { Transaction } from '#src/store/engine/database.ts';

/** Stores changed values of an organization at an instant. */
type SaveDerivedValues = (
  tx: Transaction,
  organizationId: number,
  changes: readonly DerivedChange[],
  at: Date,
) => Promise<void>;

/** Stores changed quarterly metrics, in at most two statements. */
export const saveQuarterlyMetrics: SaveDerivedValues = async (tx, organizationId, changes, at) => {
  const { stored, removed } = split(changes);
  if (stored.length > 0) {
    await tx.$executeRaw`
      INSERT INTO qbr_metrics_quarterly
        (organization_id, period, metric_name, metric_value, months_covered, months, created_at, updated_at)
      SELECT ${organizationId}::integer, period, key, value, cardinality(months), months, ${at}::timestamptz, ${at}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(stored)}::jsonb) AS row (period text, key text, value numeric, months text[])
      ON CONFLICT (organization_id, period, metric_name) DO UPDATE SET
        metric_value = excluded.metric_value, months_covered = excluded.months_covered, months = excluded.months,
        updated_at = excluded.updated_at`;
  }
  if (removed.length > 0) {
    await tx.$executeRaw`
      DELETE FROM qbr_metrics_quarterly AS stored
      USING jsonb_to_recordset(${JSON.stringify(removed)}::jsonb) AS row (period text, key text)
      WHERE stored.organization_id = ${organizationId}::integer AND stored.period = row.period AND stored.metric_name = row.key`;
  }
};

/** Stores changed SmartNumbers, in at most two statements. */
export const saveSmartNumbers: SaveDerivedValues = async (tx, organizationId, changes, at) => {
  const { stored, removed } = split(changes);
  if (stored.length > 0) {
    const rows = stored.map((row) => ({
      ...row,
      periodType: isMonth(row.period) ? 'monthly' : 'quarterly',
      method: SMART_NUMBER_FORMULAS.get(row.key)?.text,
    }));
    await tx.$executeRaw`
      INSERT INTO qbr_smartnumbers
        (organization_id, period, kpi_name, period_type, kpi_value, calculation_method, months_covered, months, created_at, updated_at)
      SELECT ${organizationId}::integer, period, key, "periodType", value, method, cardinality(months), months,
             ${at}::timestamptz, ${at}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row
        (period text, key text, "periodType" text, value numeric, method text, months text[])
      ON CONFLICT (organization_id, period, kpi_name) DO UPDATE SET
        kpi_value = excluded.kpi_value, calculation_method = excluded.calculation_method,
        months_covered = excluded.months_covered, months = excluded.months, updated_at = excluded.updated_at`;
  }
  if (removed.length > 0) {
    await tx.$executeRaw`
      DELETE FROM qbr_smartnumbers AS stored
      USING jsonb_to_recordset(${JSON.stringify(removed)}::jsonb) AS row (period text, key text)
      WHERE stored.organization_id = ${organizationId}::integer AND stored.period = row.period AND stored.kpi_name = row.key`;
  }
};

function split(changes: readonly DerivedChange[]) {
  return {
    stored: changes.flatMap(({ period, key, after }) =>
      after ? [{ period, key, value: after.value.toFixed(), months: after.months }] : [],
    ),
    removed: changes.flatMap(({ period, key, after }) => (after ? [] : [{ period, key }])),
  };
}
