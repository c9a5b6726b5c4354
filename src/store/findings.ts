import type { FindingReplacement } from '#src/core/change-set.ts';
import type { Finding, FindingKind } from '#src/core/collection/finding.ts';
import type { ChangeCause } from '#src/core/metrics/stored-value.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { toDecimal, toDecimalOrNull } from '#src/store/engine/decimal.ts';
import { type IdPage, idPageQuery } from '#src/store/engine/id-page.ts';
import type { Finding as FindingModel } from '#src/store/generated/prisma/client.ts';

/**
 * Replaces the open findings of the scope: adds new ones and marks those that no longer hold as resolved. A finding that was
 * acknowledged for the same value is not raised again (docs/calculations.md section 8).
 */
export async function replaceFindings(
  tx: Transaction,
  organizationId: number,
  { scope, findings }: FindingReplacement,
  { runId, at }: Pick<ChangeCause, 'runId' | 'at'>,
): Promise<void> {
  const json = JSON.stringify(
    findings.map(({ kind, month, metric, value, previousValue, message }) => ({
      kind,
      month,
      metric,
      value: value.toFixed(4),
      previous: previousValue?.toFixed(4) ?? null,
      message,
    })),
  );
  await tx.$executeRaw`
    UPDATE qbr_finding AS stored SET resolved_at = ${at}::timestamptz
    WHERE stored.organization_id = ${organizationId}::integer AND stored.resolved_at IS NULL
      AND stored.period = ANY(${[...scope.months]}::text[])
      AND stored.metric_name = ANY(${[...scope.metrics]}::text[])
      AND stored.kind = ANY(${[...scope.kinds]}::text[])
      AND NOT EXISTS (
        SELECT FROM jsonb_to_recordset(${json}::jsonb) AS row (kind text, month text, metric text, value numeric)
        WHERE row.kind = stored.kind AND row.month = stored.period AND row.metric = stored.metric_name AND row.value = stored.value)`;
  if (findings.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO qbr_finding AS stored
      (organization_id, period, metric_name, kind, value, previous_value, message, vendor_id, run_id, created_at)
    SELECT ${organizationId}::integer, month, metric, kind, value, previous, message, ${scope.vendorId}::integer,
           ${runId}::integer, ${at}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS row
      (kind text, month text, metric text, value numeric, previous numeric, message text)
    ON CONFLICT (organization_id, period, metric_name, kind, value) DO UPDATE SET
      previous_value = excluded.previous_value, message = excluded.message, run_id = excluded.run_id, resolved_at = NULL
    WHERE stored.acknowledged_at IS NULL`;
}

/** Marks the findings about replaced values as resolved. */
export async function resolveFindings(
  tx: Transaction,
  organizationId: number,
  values: readonly { readonly month: Month; readonly metric: string }[],
  at: Date,
): Promise<void> {
  if (values.length === 0) return;
  const json = JSON.stringify(values.map(({ month, metric }) => ({ month, metric })));
  await tx.$executeRaw`
    UPDATE qbr_finding AS stored SET resolved_at = ${at}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS row (month text, metric text)
    WHERE stored.organization_id = ${organizationId}::integer AND stored.period = row.month
      AND stored.metric_name = row.metric AND stored.resolved_at IS NULL`;
}

/** A stored finding. */
export interface StoredFinding extends Finding {
  readonly id: number;
  readonly createdAt: Date;
  /** When it ceased to hold; null while it holds. */
  readonly resolvedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
}

/** The unresolved findings of the months, including acknowledged ones, oldest first. */
export async function readFindings(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<StoredFinding[]> {
  const rows = await reader.finding.findMany({
    where: { organizationId, period: { in: [...months] }, resolvedAt: null },
    orderBy: { id: 'asc' },
  });
  return rows.map(storedFinding);
}

/** The findings of some months, and all that were raised since, in whatever state, oldest first. */
export async function readFindingsOfOrSince(
  reader: Reader,
  organizationId: number,
  { months, since }: { readonly months: readonly Month[]; readonly since: Date },
): Promise<StoredFinding[]> {
  const rows = await reader.finding.findMany({
    where: { organizationId, OR: [{ period: { in: [...months] } }, { createdAt: { gte: since } }] },
    orderBy: { id: 'asc' },
  });
  return rows.map(storedFinding);
}

/** The number of unresolved findings that are not acknowledged; of all kinds, unless some are named. */
export function countOpenFindings(
  reader: Reader,
  organizationId: number,
  kinds?: readonly FindingKind[],
): Promise<number> {
  const where = { organizationId, acknowledgedAt: null, resolvedAt: null };
  return reader.finding.count({ where: { ...where, ...(kinds && { kind: { in: [...kinds] } }) } });
}

/** A filter of findings; absent properties match everything. */
export interface FindingFilter {
  readonly acknowledged?: boolean;
  /** Also resolved ones. */
  readonly includeResolved?: boolean;
  readonly kinds?: readonly FindingKind[];
  readonly months?: readonly Month[];
  readonly metric?: string;
}

/** A page of findings, newest first. */
export async function readFindingPage(
  reader: Reader,
  organizationId: number,
  filter: FindingFilter,
  page: IdPage,
): Promise<StoredFinding[]> {
  const { acknowledged, includeResolved, kinds, months, metric } = filter;
  const { where, ...order } = idPageQuery(page);
  const rows = await reader.finding.findMany({
    where: {
      ...where,
      organizationId,
      ...(acknowledged !== undefined && { acknowledgedAt: acknowledged ? { not: null } : null }),
      ...(!includeResolved && { resolvedAt: null }),
      ...(kinds && { kind: { in: [...kinds] } }),
      ...(months && { period: { in: [...months] } }),
      ...(metric !== undefined && { metricName: metric }),
    },
    ...order,
  });
  return rows.map(storedFinding);
}

/** The organization's finding with that id; null if there is none. */
export async function findFinding(reader: Reader, organizationId: number, id: number): Promise<StoredFinding | null> {
  const row = await reader.finding.findFirst({ where: { organizationId, id } });
  return row && storedFinding(row);
}

/** Acknowledges a finding. @returns false if it was already acknowledged */
export async function saveAcknowledgement(
  tx: Transaction,
  organizationId: number,
  {
    id,
    at,
    actor,
    note,
  }: { readonly id: number; readonly at: Date; readonly actor: string; readonly note: string | null },
): Promise<boolean> {
  const { count } = await tx.finding.updateMany({
    where: { organizationId, id, acknowledgedAt: null },
    data: { acknowledgedAt: at, acknowledgedBy: actor, note },
  });
  return count > 0;
}

function storedFinding({ period, metricName, kind, value, previousValue, ...row }: FindingModel): StoredFinding {
  return {
    ...row,
    kind: kind as FindingKind,
    month: period as Month,
    metric: metricName,
    value: toDecimal(value),
    previousValue: toDecimalOrNull(previousValue),
  };
}
