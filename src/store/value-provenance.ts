import type { Provenance } from '#src/core/collection/provenance.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { readRunsById, type StoredRun } from './collection-runs.ts';

/** The provenance of a monthly collected value. */
export interface ValueProvenance extends Provenance {
  readonly month: Month;
  readonly metric: string;
}

/** A stored provenance, with the run that last stored or confirmed the value. */
export interface StoredProvenance extends ValueProvenance {
  readonly run: StoredRun;
}

/**
 * Adds the provenance of a vendor's values to the log rows of a run, which must already be marked as successful. Call it
 * in the transaction that stores the values.
 */
export async function saveProvenance(
  tx: Transaction,
  {
    organizationId,
    runId,
    vendorId,
  }: { readonly organizationId: number; readonly runId: number; readonly vendorId: number },
  values: readonly ValueProvenance[],
): Promise<void> {
  if (values.length === 0) return;
  const rows = values.map(({ month, metric, ...provenance }) => ({ month, metric, provenance }));
  await tx.$executeRaw`
    UPDATE qbr_collection_log AS entry SET provenance = COALESCE(entry.provenance, '{}') || row.provenance
    FROM (
      SELECT month, jsonb_object_agg(metric, item.provenance) AS provenance
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS item (month text, metric text, provenance jsonb)
      GROUP BY month
    ) AS row
    WHERE entry.organization_id = ${organizationId}::integer AND entry.run_id = ${runId}::integer
      AND entry.vendor_id = ${vendorId}::integer AND entry.period = row.month`;
}

/** The provenance of each value of the months, from the newest run that stored or confirmed it: two statements. */
export async function readProvenance(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<StoredProvenance[]> {
  const rows = await reader.$queryRaw<{ month: string; metric: string; runId: number; provenance: Provenance }[]>`
    SELECT DISTINCT ON (entry.period, item.key)
      entry.period AS month, item.key AS metric, entry.run_id AS "runId", item.value AS provenance
    FROM qbr_collection_log AS entry CROSS JOIN LATERAL jsonb_each(entry.provenance) AS item
    WHERE entry.organization_id = ${organizationId}::integer AND entry.period = ANY(${[...months]}::text[])
      AND entry.provenance IS NOT NULL
    ORDER BY entry.period, item.key, entry.run_id DESC`;
  const runs = await readRunsById(reader, organizationId, [...new Set(rows.map(({ runId }) => runId))]);
  return rows.flatMap(({ month, metric, runId, provenance }) => {
    const run = runs.get(runId);
    return run ? [{ month: month as Month, metric, run, ...provenance }] : [];
  });
}
