import type { MissingRow, ReasonOf, RowsRead } from '#src/collect/source.ts';
import type { EvidenceRow } from '#src/core/collection/evidence.ts';
import {
  type ComparedRows,
  compareRows,
  type KnownRows,
  NO_DIFFERENCES,
  type RemovalReason,
  valueKey,
} from '#src/core/collection/tie-out.ts';
import type { MetricKey } from '#src/core/metrics/metric-registry.ts';
import type { Month } from '#src/core/period.ts';
import { read } from '#src/service/scope.ts';
import type { CollectedVendor } from '#src/service/vendors.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import {
  evidenceDigest,
  evidenceKey,
  readEvidenceRows,
  readNewestEvidence,
  type StoredEvidence,
  saveEvidence,
} from '#src/store/evidence.ts';
import { readClosedMonths, readFrozenMonths } from '#src/store/period-states.ts';
import { readTieOuts, type StoredTieOut, saveTieOuts } from '#src/store/tie-outs.ts';
import type { Merge, Readings } from './merge-readings.ts';
import { type CollectionRequest, type CollectionSettings, scopeOf } from './request.ts';
import type { VendorReader, VendorReading } from './vendor-reader.ts';

/** A value whose rows were read and are others than those of its evidence. */
interface DifferingRows {
  readonly month: Month;
  readonly metric: MetricKey;
  readonly version: number;
  readonly stored: readonly EvidenceRow[];
  readonly read: RowsRead;
  readonly before: StoredTieOut | undefined;
}

interface RowsOfReading {
  /** Values with evidence. */
  readonly versions: ReadonlyMap<string, StoredEvidence>;
  readonly differing: readonly DifferingRows[];
  readonly before: ReadonlyMap<string, StoredTieOut>;
}

/** Compares what was read with what is stored; rows are read from the database only where their digests differ. */
async function rowsOfReading(reader: Reader, organizationId: number, readings: Readings): Promise<RowsOfReading> {
  const months = [...readings.keys()];
  const evidence = await readNewestEvidence(reader, organizationId, months);
  const before = new Map((await readTieOuts(reader, organizationId, months)).map((each) => [valueKey(each), each]));
  const found = evidence.flatMap((version) => {
    const metric = version.metric as MetricKey;
    const rows = readings.get(version.month)?.evidence?.get(metric);
    return rows && evidenceDigest(rows.rows) !== version.digest ? [{ version, metric, rows }] : [];
  });
  const stored = await readEvidenceRows(
    reader,
    organizationId,
    found.map(({ version }) => version),
  );
  const differing = found.flatMap(({ version, metric, rows }): DifferingRows[] => {
    const storedRows = stored.get(evidenceKey(version));
    const value = { month: version.month, metric, version: version.version };
    return storedRows ? [{ ...value, stored: storedRows, read: rows, before: before.get(valueKey(value)) }] : [];
  });
  return { versions: new Map(evidence.map((each) => [valueKey(each), each])), differing, before };
}

/**
 * Asks the vendor for the rows that it no longer lists in months that keep their values: a list does not tell a deleted row from one that no
 * longer matches. A deletion is final and asked for once; for other reasons new rows come first, since the vendor takes no more than so many.
 */
export async function explainMissingRows(
  settings: CollectionSettings,
  task: { readonly request: CollectionRequest; readonly vendor: CollectedVendor; readonly signal: AbortSignal },
  { asking, reading }: { readonly asking: VendorReader; readonly reading: VendorReading },
): Promise<ReasonOf> {
  if (reading.kind !== 'values') return () => 'unknown';
  const { organizationId, database, timeZone, readBudgetMs } = settings;
  const differing = await read(scopeOf(settings, task.request), 'collection:run', async (prisma) => {
    const { differing } = await rowsOfReading(prisma, organizationId, reading.readings);
    const months = [...new Set(differing.map(({ month }) => month))];
    const closed = await readClosedMonths(prisma, organizationId, months);
    const frozen = await readFrozenMonths(prisma, organizationId, database.vendorIds[task.vendor], months);
    return differing.filter(({ month }) => closed.has(month) || (frozen.has(month) && !task.request.force));
  });
  const known = new Map(differing.flatMap((rows) => missingRows(rows).map(({ row, reason }) => [keyOf(row), reason])));
  const rows = differing.flatMap((each) => missingRows(each));
  const urgency = ({ reason }: KnownMissing) => (reason === null || reason === 'unknown' ? 0 : 1);
  const asked = rows.filter(({ reason }) => reason !== 'deleted').toSorted((a, b) => urgency(a) - urgency(b));
  if (asked.length === 0 || !asking.explain) return (row) => known.get(keyOf(row)) ?? 'unknown';
  const signal = AbortSignal.any([task.signal, AbortSignal.timeout(readBudgetMs)]);
  const reasonOf = await asking.explain({ rows: asked.map(({ row }) => row), timeZone, signal });
  return (row) => {
    const before = known.get(keyOf(row)) ?? 'unknown';
    if (before === 'deleted') return before;
    const answer = reasonOf(row);
    return answer === 'unknown' ? before : answer;
  };
}

interface KnownMissing {
  readonly row: MissingRow;
  /** What the tie-out before said of it; null for a row that is newly missing. */
  readonly reason: RemovalReason | null;
}

/** Rows of the evidence that were not read at all. */
function missingRows({ month, metric, version, stored, read: now, before }: DifferingRows): KnownMissing[] {
  const present = new Set(now.rows.map(({ id }) => id));
  const removed = before?.evidenceVersion === version ? before.removed : [];
  const reasons = new Map(removed.map(({ id, reason }) => [id, reason]));
  return stored
    .filter(({ id }) => !present.has(id) && !now.leftOut.has(id))
    .map(({ id }) => ({ row: { month, metric, id }, reason: reasons.get(id) ?? null }));
}

function keyOf({ month, metric, id }: MissingRow): string {
  return `${month} ${metric} ${id}`;
}

/** What is known of the rows of a reading. */
export async function readKnownRows(
  reader: Reader,
  organizationId: number,
  { readings, reasonOf }: { readonly readings: Readings; readonly reasonOf: ReasonOf },
): Promise<KnownRows> {
  const { versions, differing, before } = await rowsOfReading(reader, organizationId, readings);
  const compared = new Map<string, ComparedRows>();
  for (const [key, { version, month, metric }] of versions) {
    const hasRows = readings.get(month)?.evidence?.has(metric as MetricKey) ?? false;
    compared.set(key, { evidenceVersion: version, differences: hasRows ? NO_DIFFERENCES : null });
  }
  for (const { month, metric, version, stored, read: now } of differing) {
    const differences = compareRows(stored, now.rows, (id) => now.leftOut.get(id) ?? reasonOf({ month, metric, id }));
    compared.set(valueKey({ month, metric }), { evidenceVersion: version, differences });
  }
  return { compared, before };
}

/** Stores the evidence of stored values, and the tie-outs of all. */
export async function saveRows(
  tx: Transaction,
  run: Parameters<typeof saveEvidence>[1],
  { evidence, tieOuts }: Pick<Merge, 'evidence' | 'tieOuts'>,
): Promise<void> {
  const versions = await saveEvidence(tx, run, evidence);
  const withVersions = tieOuts.map((tieOut) => {
    const version = versions.get(valueKey(tieOut)) ?? tieOut.evidenceVersion;
    return { ...tieOut, evidenceVersion: version };
  });
  await saveTieOuts(tx, run, withVersions);
}
