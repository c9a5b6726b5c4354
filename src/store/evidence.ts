import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { canonicalRows, type EvidenceRow, parseRows, sumOf } from '#src/core/collection/evidence.ts';
import { valueKey } from '#src/core/collection/tie-out.ts';
import { Decimal, round } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** The evidence of a value as it was read. */
export interface ReadEvidence {
  readonly month: Month;
  readonly metric: string;
  readonly rows: readonly EvidenceRow[];
}

/** A version of a value's evidence, without its rows. */
export interface StoredEvidence {
  readonly month: Month;
  readonly metric: string;
  /** From 1; the newest is that of the stored value. */
  readonly version: number;
  /** The run that first read it. */
  readonly runId: number;
  readonly vendorId: number;
  readonly rowCount: number;
  /** The sum of the amounts; null for rows without. */
  readonly sum: Decimal | null;
  /** SHA-256, in hexadecimal, of the rows as canonical JSON. */
  readonly digest: string;
  readonly createdAt: Date;
}

const SUM_PLACES = 6;

/** SHA-256, in hexadecimal, of rows as canonical JSON. */
export function evidenceDigest(rows: readonly EvidenceRow[]): string {
  return createHash('sha256').update(canonicalRows(rows)).digest('hex');
}

/**
 * Adds a version for each value whose rows differ from its newest one. A version that is replaced while its month is open loses its rows, which
 * would otherwise be kept for every night. Lock the organization before.
 * @returns the newest version of each, by `valueKey`
 */
export async function saveEvidence(
  tx: Transaction,
  {
    organizationId,
    runId,
    vendorId,
    at,
    isOpen,
  }: {
    readonly organizationId: number;
    readonly runId: number;
    readonly vendorId: number;
    readonly at: Date;
    /** Whether the month's values still changed freely before this run. */
    readonly isOpen: (month: Month) => boolean;
  },
  evidence: readonly ReadEvidence[],
): Promise<ReadonlyMap<string, number>> {
  if (evidence.length === 0) return new Map();
  const newest = await readNewestEvidence(tx, organizationId, [...new Set(evidence.map(({ month }) => month))]);
  const versions = new Map(newest.map((each) => [valueKey(each), each]));
  const data = evidence.flatMap((read) => {
    const { month, metric } = read;
    const json = canonicalRows(read.rows);
    const digest = createHash('sha256').update(json).digest('hex');
    const last = versions.get(valueKey(read));
    if (last?.digest === digest) return [];
    const sum = sumOf(read.rows);
    return {
      ...{ organizationId, period: month, metricName: metric, version: (last?.version ?? 0) + 1, runId, vendorId },
      ...{ rows: deflateSync(json, { level: 9 }), rowCount: read.rows.length, digest, createdAt: at },
      sum: sum && round(sum, SUM_PLACES).toFixed(),
    };
  });
  const replaced = data.filter(({ period, version }) => version > 1 && isOpen(period));
  if (replaced.length > 0) await dropRows(tx, organizationId, replaced);
  await tx.evidence.createMany({ data });
  const added = data.map(
    ({ period: month, metricName: metric, version }) => [valueKey({ month, metric }), version] as const,
  );
  return new Map([...newest.map((each) => [valueKey(each), each.version] as const), ...added]);
}

async function dropRows(
  tx: Transaction,
  organizationId: number,
  replaced: readonly { readonly period: Month; readonly metricName: string; readonly version: number }[],
): Promise<void> {
  const keys = replaced.map(({ period, metricName: metric, version }) => ({ period, metric, version: version - 1 }));
  await tx.$executeRaw`
    UPDATE qbr_evidence AS stored SET rows = NULL
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS row (period text, metric text, version integer)
    WHERE stored.organization_id = ${organizationId}::integer AND stored.period = row.period
      AND stored.metric_name = row.metric AND stored.version = row.version`;
}

/** The newest version of each value of the months, without the rows. */
export async function readNewestEvidence(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<StoredEvidence[]> {
  const rows = await reader.$queryRaw<(Omit<StoredEvidence, 'sum'> & { readonly sum: string | null })[]>`
    SELECT DISTINCT ON (period, metric_name) period AS month, metric_name AS metric, version, run_id AS "runId",
      vendor_id AS "vendorId", row_count AS "rowCount", sum::text AS sum, digest, created_at AS "createdAt"
    FROM qbr_evidence WHERE organization_id = ${organizationId}::integer AND period = ANY(${[...months]}::text[])
    ORDER BY period, metric_name, version DESC`;
  return rows.map((row) => ({ ...row, sum: row.sum === null ? null : new Decimal(row.sum) }));
}

/** The rows of some versions, by `evidenceKey`; versions without rows are left out. */
export async function readEvidenceRows(
  reader: Reader,
  organizationId: number,
  versions: readonly EvidenceKey[],
): Promise<ReadonlyMap<string, readonly EvidenceRow[]>> {
  if (versions.length === 0) return new Map();
  const keys = versions.map(({ month, metric, version }) => ({ month, metric, version }));
  const found = await reader.$queryRaw<(EvidenceKey & { readonly rows: Uint8Array })[]>`
    SELECT stored.period AS month, stored.metric_name AS metric, stored.version, stored.rows
    FROM qbr_evidence AS stored
    JOIN jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS row (month text, metric text, version integer)
      ON stored.period = row.month AND stored.metric_name = row.metric AND stored.version = row.version
    WHERE stored.organization_id = ${organizationId}::integer AND stored.rows IS NOT NULL`;
  return new Map(found.map((each) => [evidenceKey(each), parseRows(inflateSync(each.rows).toString('utf8'))]));
}

type EvidenceKey = Pick<StoredEvidence, 'month' | 'metric' | 'version'>;

/** A version among those of all values. */
export function evidenceKey({ month, metric, version }: EvidenceKey): string {
  return `${month} ${metric} ${version}`;
}
