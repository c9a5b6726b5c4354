import type { MonthReading } from '#src/collect/source.ts';
import { type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { driftFinding, type Finding, inspectCollected, rejectImpossible } from '#src/core/collection/finding.ts';
import { type MergedValue, mergeValue } from '#src/core/collection/merge-value.ts';
import {
  type KnownRows,
  type TieOut,
  type TieOutCase,
  tieOutOf,
  UNKNOWN_ROWS,
  valueKey,
} from '#src/core/collection/tie-out.ts';
import { differenceWords, newsOf } from '#src/core/collection/tie-out-words.ts';
import { type MetricKey, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import { addMonths, isLastDayReached, type Month } from '#src/core/period.ts';
import type { EntryResult } from '#src/store/collection-log.ts';
import type { ReadEvidence } from '#src/store/evidence.ts';
import type { ValueProvenance } from '#src/store/value-provenance.ts';

/** A vendor's readings by month. */
export type Readings = ReadonlyMap<Month, MonthReading>;

export interface MergeOptions {
  readonly vendorId: number;
  readonly frozen: ReadonlySet<Month>;
  readonly force: boolean;
  /** Start of the run, which determines the running month and its last day. */
  readonly startedAt: Date;
  readonly timeZone: string;
  /** What is known of the values' rows. */
  readonly rows: KnownRows;
}

/** The result of merging readings: values to store, findings, and a log entry per month. */
export interface Merge {
  readonly changes: readonly MetricChange[];
  readonly findings: readonly Finding[];
  readonly entries: readonly EntryResult[];
  /** The provenance of the values that are stored or confirmed. */
  readonly provenance: readonly ValueProvenance[];
  /** The rows of the values that are stored, and of those that are confirmed and have none yet. */
  readonly evidence: readonly ReadEvidence[];
  /** What the vendor says of each value against what is stored then. */
  readonly tieOuts: readonly TieOut[];
}

/**
 * Rejects readings with an impossible value.
 * @throws RejectedValueError for the first such value
 */
export function rejectImpossibleReadings(readings: Readings): void {
  for (const [month, { values }] of readings) {
    for (const [metric, value] of values) rejectImpossible(metric, month, value);
  }
}

/** Decides on every collected value (docs/calculations.md sections 3, 8 and 9). Pure. */
export function mergeReadings(locked: LockedMonths, readings: Readings, options: MergeOptions): Merge {
  const held = new Map<string, Decimal>();
  const merge = {
    ...{ changes: [] as MetricChange[], findings: [] as Finding[], entries: [] as EntryResult[] },
    ...{ provenance: [] as ValueProvenance[], evidence: [] as ReadEvidence[], tieOuts: [] as TieOut[] },
  };
  for (const month of [...readings.keys()].sort()) {
    const reading = readings.get(month);
    const notes = [...(reading?.notes ?? [])];
    let collected = 0;
    for (const [metric, value] of reading?.values ?? []) {
      const collectedValue = { month, metric, value };
      const merged = mergeOne(locked, collectedValue, options);
      const tieOut = tieOutAfter(locked, merged, { collected: collectedValue, notAsked: reading?.notAsked, options });
      merge.tieOuts.push(tieOut);
      merge.changes.push(...merged.changes);
      merge.findings.push(...merged.findings);
      notes.push(...merged.notes, ...newsNotes(tieOut, options));
      if (!merged.isHeld) continue;
      collected += 1;
      held.set(`${month} ${metric}`, value);
      const basis = reading?.provenance?.get(metric);
      if (basis) merge.provenance.push({ month, metric, ...basis });
      const rows = reading?.evidence?.get(metric)?.rows;
      if (rows && (merged.changes.length > 0 || tieOut.evidenceVersion === null)) {
        merge.evidence.push({ month, metric, rows });
      }
      const before = previousValue(locked, held, { month, metric }, options);
      merge.findings.push(...inspectCollected(metric, month, value, before));
    }
    merge.entries.push({ month, metricsCollected: collected, notes: notes.join(' ') });
  }
  return merge;
}

interface Collected {
  readonly month: Month;
  readonly metric: MetricKey;
  readonly value: Decimal;
}

function mergeOne(locked: LockedMonths, collected: Collected, options: MergeOptions): MergedValue {
  const { vendorId, frozen, force, startedAt: at, rows } = options;
  const { month, metric, value } = collected;
  return mergeValue(locked, collected, { vendorId, at, isFrozen: frozen.has(month), force }, (before) => {
    const kept = before?.value ?? null;
    const differences = rows.compared.get(valueKey(collected))?.differences ?? null;
    const words = differenceWords(metric, { stored: kept, vendorNow: value }, differences);
    return driftFinding(metric, month, { collected: value, kept, rows: words });
  });
}

/** The tie-out of a value by what was decided on it. */
function tieOutAfter(
  locked: LockedMonths,
  { changes, isHeld, findings }: MergedValue,
  {
    collected,
    notAsked,
    options,
  }: { readonly collected: Collected; readonly notAsked: string | undefined; readonly options: MergeOptions },
): TieOut {
  const { month, metric, value: vendorNow } = collected;
  const isKept = isHeld || findings.some(({ kind }) => kind === 'drift');
  const outcome: TieOutCase['outcome'] = changes.length > 0 ? 'stored' : isKept ? 'kept' : 'manual';
  const stored = storedValue(locked, month, metric)?.value ?? null;
  const rows = options.rows.compared.get(valueKey(collected)) ?? UNKNOWN_ROWS;
  return tieOutOf({ month, metric, vendorNow, stored, outcome, rows, notAsked });
}

/** What happened to the value's rows since the run before, as a sentence. */
function newsNotes(tieOut: TieOut, { rows }: MergeOptions): string[] {
  const news = newsOf(rows.before.get(valueKey(tieOut)) ?? null, tieOut);
  return news === null ? [] : [`${metricStoredAs(tieOut.metric).label}: ${news}.`];
}

/** The previous month's value after this run; null if absent, and for the running month before its last day. */
function previousValue(
  locked: LockedMonths,
  held: ReadonlyMap<string, Decimal>,
  { month, metric }: { month: Month; metric: string },
  { startedAt, timeZone }: MergeOptions,
): Decimal | null {
  if (!isLastDayReached(month, startedAt, timeZone)) return null;
  const before = addMonths(month, -1);
  return held.get(`${before} ${metric}`) ?? storedValue(locked, before, metric)?.value ?? null;
}
