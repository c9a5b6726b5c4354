import type { MonthReading } from '#src/collect/source.ts';
import { type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { type Finding, inspectCollected, rejectImpossible } from '#src/core/collection/finding.ts';
import { mergeValue } from '#src/core/collection/merge-value.ts';
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
    const { vendorId, frozen, force, startedAt: at } = options;
    const rules = { vendorId, at, isFrozen: frozen.has(month), force };
    let collected = 0;
    for (const [metric, value] of reading?.values ?? []) {
      const merged = mergeValue(locked, { month, metric, value }, rules);
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
