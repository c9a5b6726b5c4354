import type { ChangedRow, RemovalReason, RemovedRow, TieOut, TieOutState } from '#src/core/collection/tie-out.ts';
import { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** A tie-out as stored. */
export interface StoredTieOut extends TieOut {
  readonly vendorId: number;
  /** The run that first found it so. */
  readonly runId: number;
  /** The last run that found the same, and when. */
  readonly checkedRunId: number;
  readonly checkedAt: Date;
}

/** The newest tie-out of each value of the months. */
export async function readTieOuts(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<StoredTieOut[]> {
  const rows = await reader.$queryRaw<TieOutRow[]>`
    SELECT DISTINCT ON (period, metric_name) period AS month, metric_name AS metric, run_id AS "runId", vendor_id AS "vendorId",
      evidence_version AS "evidenceVersion", stored::text AS stored, vendor_now::text AS "vendorNow", state, reason, added, removed,
      changed, checked_run_id AS "checkedRunId", checked_at AS "checkedAt"
    FROM qbr_tie_out WHERE organization_id = ${organizationId}::integer AND period = ANY(${[...months]}::text[])
    ORDER BY period, metric_name, run_id DESC`;
  return rows.map(storedTieOut);
}

/**
 * Stores what a run found. What is the same as before is only confirmed, so that the table grows by what happens and not by the nights. Lock
 * the organization before.
 */
export async function saveTieOuts(
  tx: Transaction,
  run: { readonly organizationId: number; readonly runId: number; readonly vendorId: number; readonly at: Date },
  found: readonly TieOut[],
): Promise<void> {
  if (found.length === 0) return;
  const { organizationId, runId, vendorId, at } = run;
  const before = await readTieOuts(tx, organizationId, [...new Set(found.map(({ month }) => month))]);
  const newest = new Map(before.map((each) => [`${each.month} ${each.metric}`, each]));
  const rows = found.map((tieOut) => {
    const last = newest.get(`${tieOut.month} ${tieOut.metric}`);
    const isSame = last !== undefined && contentOf(last) === contentOf(tieOut);
    return { ...columnsOf(tieOut), runId: isSame ? last.runId : runId };
  });
  await tx.$executeRaw`
    INSERT INTO qbr_tie_out AS stored
      (organization_id, period, metric_name, run_id, vendor_id, evidence_version, stored, vendor_now, state, reason, added, removed,
       changed, checked_run_id, checked_at)
    SELECT ${organizationId}::integer, month, metric, "runId", ${vendorId}::integer, "evidenceVersion", stored, "vendorNow", state, reason,
      added, removed, changed, ${runId}::integer, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS row (month text, metric text, "runId" integer, "evidenceVersion" integer, stored numeric, "vendorNow" numeric, state text,
        reason text, added jsonb, removed jsonb, changed jsonb)
    ON CONFLICT (organization_id, period, metric_name, run_id) DO UPDATE SET
      evidence_version = excluded.evidence_version, stored = excluded.stored, vendor_now = excluded.vendor_now,
      checked_run_id = excluded.checked_run_id, checked_at = excluded.checked_at`;
}

/** What makes a tie-out another one. A value that ties goes on tying while it grows. */
function contentOf(tieOut: TieOut): string {
  const { state, reason } = tieOut;
  if (state !== 'differs') return JSON.stringify([state, reason]);
  const { month: _month, metric: _metric, ...content } = columnsOf(tieOut);
  return JSON.stringify(content);
}

function columnsOf({ month, metric, state, reason, evidenceVersion, ...tieOut }: TieOut) {
  return {
    ...{ month, metric, state, reason, evidenceVersion },
    stored: tieOut.stored?.toFixed() ?? null,
    vendorNow: tieOut.vendorNow?.toFixed() ?? null,
    added: tieOut.added.map(({ id, amount }) => ({ id, amount: amount?.toFixed() ?? null })),
    removed: tieOut.removed.map(({ id, amount, reason }) => ({ id, amount: amount?.toFixed() ?? null, reason })),
    changed: tieOut.changed.map(({ id, before, after }) => ({ id, before: before.toFixed(), after: after.toFixed() })),
  };
}

interface RowJson {
  readonly id: number;
  readonly amount: string | null;
}

interface TieOutRow
  extends Pick<
    StoredTieOut,
    'month' | 'metric' | 'evidenceVersion' | 'reason' | 'vendorId' | 'runId' | 'checkedRunId' | 'checkedAt'
  > {
  readonly stored: string | null;
  readonly vendorNow: string | null;
  readonly state: TieOutState;
  readonly added: readonly RowJson[];
  readonly removed: readonly (RowJson & { readonly reason: RemovalReason })[];
  readonly changed: readonly { readonly id: number; readonly before: string; readonly after: string }[];
}

function storedTieOut(row: TieOutRow): StoredTieOut {
  return {
    ...row,
    stored: decimal(row.stored),
    vendorNow: decimal(row.vendorNow),
    added: row.added.map(({ id, amount }) => ({ id, amount: decimal(amount) })),
    removed: row.removed.map(({ id, amount, reason }): RemovedRow => ({ id, amount: decimal(amount), reason })),
    changed: row.changed.map(
      ({ id, before, after }): ChangedRow => ({ id, before: new Decimal(before), after: new Decimal(after) }),
    ),
  };
}

function decimal(text: string | null): Decimal | null {
  return text === null ? null : new Decimal(text);
}
