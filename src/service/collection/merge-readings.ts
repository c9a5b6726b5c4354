import type { MonthReading } from '#src/collect/source.ts';
import { type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { decideCollectedValue } from '#src/core/collection/collected-value.ts';
import { driftFinding, type Finding, inspectCollected, rejectImpossible } from '#src/core/collection/finding.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import { addMonths, isLastDayReached, type Month } from '#src/core/period.ts';
import type { EntryResult } from '#src/store/collection-log.ts';
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
}

/** The result of merging readings: values to store, findings, and a log entry per month. */
export interface Merge {
  readonly changes: readonly MetricChange[];
  readonly findings: readonly Finding[];
  readonly entries: readonly EntryResult[];
  /** The provenance of the values that are stored or confirmed. */
  readonly provenance: readonly ValueProvenance[];
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
  const changes: MetricChange[] = [];
  const findings: Finding[] = [];
  const entries: EntryResult[] = [];
  const provenance: ValueProvenance[] = [];
  for (const month of [...readings.keys()].sort()) {
    const reading = readings.get(month);
    const notes = [...(reading?.notes ?? [])];
    let collected = 0;
    for (const [metric, value] of reading?.values ?? []) {
      const merged = mergeValue(locked, { month, metric, value }, options);
      changes.push(...merged.changes);
      findings.push(...merged.findings);
      notes.push(...merged.notes);
      if (!merged.isHeld) continue;
      collected += 1;
      held.set(`${month} ${metric}`, value);
      const basis = reading?.provenance?.get(metric);
      if (basis) provenance.push({ month, metric, ...basis });
      const before = previousValue(locked, held, { month, metric }, options);
      findings.push(...inspectCollected(metric, month, value, before));
    }
    entries.push({ month, metricsCollected: collected, notes: notes.join(' ') });
  }
  return { changes, findings, entries, provenance };
}

interface CollectedValue {
  readonly month: Month;
  readonly metric: string;
  readonly value: Decimal;
}

interface MergedValue {
  /** Whether the collected value equals the stored value after the run. */
  readonly isHeld: boolean;
  readonly changes: readonly MetricChange[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

function mergeValue(
  locked: LockedMonths,
  { month, metric, value }: CollectedValue,
  options: MergeOptions,
): MergedValue {
  const before = storedValue(locked, month, metric);
  const isFrozen = options.frozen.has(month);
  const isClosed = locked.closed.has(month);
  const stored = before && {
    value: before.value,
    source: before.source,
    isReleased: before.source === 'collected' && before.collectedAt === null,
  };
  const { label } = metricStoredAs(metric);
  switch (decideCollectedValue({ collected: value, stored, isFrozen, isClosed, force: options.force })) {
    case 'store': {
      const { vendorId, startedAt: collectedAt } = options;
      const after = { value, source: 'collected' as const, vendorId, collectedAt, enteredBy: null, notes: null };
      return { isHeld: true, changes: [{ month, metric, before, after }], findings: [], notes: [] };
    }
    case 'keep':
      return { isHeld: true, changes: [], findings: [], notes: [] };
    case 'keep manual entry':
      return { isHeld: false, changes: [], findings: [], notes: [`${label} keeps its manual entry.`] };
    case 'report drift': {
      const found = driftFinding(metric, month, { collected: value, kept: before?.value ?? null });
      const notes = [`${label} differs from the ${isClosed ? 'closed' : 'frozen'} value, which was kept.`];
      return { isHeld: false, changes: [], findings: [found], notes };
    }
  }
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
