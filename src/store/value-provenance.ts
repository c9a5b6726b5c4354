import type { Provenance } from '#src/core/collection/provenance.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import type { StoredRun } from './collection-runs.ts';

/** How a month's collected value came about. */
export interface ValueProvenance extends Provenance {
  readonly month: Month;
  readonly metric: string;
}

/** The same as it is stored, with the run that last stored or confirmed the value. */
export interface StoredProvenance extends ValueProvenance {
  readonly run: StoredRun;
}

/**
 * Stores how a vendor's values of a run came about, in its log rows, which must have succeeded. Called in the transaction
 * that stores the values.
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
  const rows = values.map(({ month, metric, ...said }) => ({ month, metric, said }));
  await tx.$executeRaw`
    UPDATE qbr_collection_log AS entry SET provenance = row.provenance
    FROM (
      SELECT month, jsonb_object_agg(metric, said) AS provenance
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (month text, metric text, said jsonb)
      GROUP BY month
    ) AS row
    WHERE entry.organization_id = ${organizationId}::integer AND entry.run_id = ${runId}::integer
      AND entry.vendor_id = ${vendorId}::integer AND entry.period = row.month`;
}

/** How the newest run that stored or confirmed each value of the months says that it came about: two statements. */
export async function readProvenance(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<StoredProvenance[]> {
  const rows = await reader.$queryRaw<{ month: string; metric: string; runId: number; said: Provenance }[]>`
    SELECT DISTINCT ON (entry.period, told.key)
      entry.period AS month, told.key AS metric, entry.run_id AS "runId", told.value AS said
    FROM qbr_collection_log AS entry CROSS JOIN LATERAL jsonb_each(entry.provenance) AS told
    WHERE entry.organization_id = ${organizationId}::integer AND entry.period = ANY(${[...months]}::text[])
      AND entry.provenance IS NOT NULL
    ORDER BY entry.period, told.key, entry.run_id DESC`;
  const ids = [...new Set(rows.map(({ runId }) => runId))];
  const runs = await reader.collectionRun.findMany({ where: { organizationId, id: { in: ids } } });
  const byId = new Map(runs.map((run) => [run.id, run as StoredRun]));
  return rows.flatMap(({ month, metric, runId, said }) => {
    const run = byId.get(runId);
    return run ? [{ month: month as Month, metric, run, ...said }] : [];
  });
}
