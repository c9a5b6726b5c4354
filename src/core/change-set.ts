import {
  type CalculatedMonth,
  calculateMonth,
  calculateQuarter,
  calculateSmartNumbers,
} from '#src/core/calculation/calculate.ts';
import type { MonthValues } from '#src/core/calculation/computation.ts';
import { CALCULATED_METRICS } from '#src/core/calculation/lineage.ts';
import { differenceFinding, type Finding, type FindingScope } from '#src/core/collection/finding.ts';
import type { SourcedValue } from '#src/core/metrics/source.ts';
import {
  type ChangeCause,
  type DerivedChange,
  type DerivedValue,
  type DerivedValues,
  isValueChange,
  type MetricChange,
  type StoredMetric,
} from '#src/core/metrics/stored-value.ts';
import { PeriodClosedError } from './errors.ts';
import { type Month, monthsOf, type Period, type Quarter, quarterOf } from './period.ts';

/** The stored state that a change may touch: the months, the other months of their quarters, and the derived values. */
export interface LockedMonths {
  readonly organizationId: number;
  /** The requested months. */
  readonly requested: readonly Month[];
  /** The requested months and the others of their quarters, in order. */
  readonly months: readonly Month[];
  readonly closed: ReadonlySet<Month>;
  readonly values: ReadonlyMap<Month, ReadonlyMap<string, StoredMetric>>;
  /** The metrics of the months' quarters. */
  readonly quarters: DerivedValues;
  /** The SmartNumbers of the months and of their quarters. */
  readonly smartNumbers: DerivedValues;
}

/** An intended change; `planChange` adds everything that depends on it. */
export interface Intent {
  /** Values to store or remove. */
  readonly values?: readonly MetricChange[];
  /** Months to recalculate even if none of their values changes; closed months keep theirs. */
  readonly recalculate?: readonly Month[];
  /** An open month to close. */
  readonly close?: Month;
  /** A closed month to reopen and recalculate. */
  readonly reopen?: Month;
  /** The findings of a collection; they replace earlier ones of the same rules. */
  readonly findings?: FindingReplacement;
}

/** Findings that replace earlier ones of the same scope. */
export interface FindingReplacement {
  readonly scope: FindingScope;
  readonly findings: readonly Finding[];
}

/** Everything that follows from a change of an organization's values, decided and not yet written. */
export interface ChangeSet {
  readonly organizationId: number;
  readonly cause: ChangeCause;
  /** Monthly values to write: changed ones, and unchanged ones that a collection confirms. */
  readonly values: readonly MetricChange[];
  readonly quarters: readonly DerivedChange[];
  readonly smartNumbers: readonly DerivedChange[];
  /** Replaced values, whose findings are resolved. */
  readonly settled: readonly MetricChange[];
  readonly findings: readonly FindingReplacement[];
  readonly close: Month | null;
  readonly reopen: Month | null;
}

/** The result of a change, for the caller. */
export interface ChangeOutcome {
  /** Every changed monthly value, recalculated ones included. */
  readonly changes: readonly MetricChange[];
  /** Number of quarterly values and SmartNumbers that change. */
  readonly derivedChanges: number;
}

/** The stored value of a metric in a month; null if absent. */
export function storedValue({ values }: LockedMonths, month: Month, metric: string): StoredMetric | null {
  return values.get(month)?.get(metric) ?? null;
}

/**
 * Plans a change in full: the intended values and everything that depends on them, which is the months' calculated metrics,
 * their quarters, the SmartNumbers of both, and findings (docs/calculations.md section 3, rule 4). Pure.
 * @throws PeriodClosedError if a value of a closed month would change
 * @throws InvalidValueError if a result would be out of range
 */
export function planChange(locked: LockedMonths, intent: Intent, cause: ChangeCause): ChangeSet {
  const { values = [], recalculate = [], close = null, reopen = null } = intent;
  const before = reopen === null ? locked : withOpen(locked, reopen);
  const closedMonth = values.find(({ month }) => before.closed.has(month))?.month;
  if (closedMonth) throw new PeriodClosedError(closedMonth, locked.organizationId);
  const touched = [...new Set([...values.map(({ month }) => month), ...recalculate, ...(reopen ? [reopen] : [])])];
  const entered = applyToMonths(before, values);
  const calculated = touched
    .filter((month) => !before.closed.has(month))
    .map((month) => calculateMonth(month, entered.get(month) ?? new Map()));
  const all = lastOfEach([...values, ...calculated.flatMap((month) => calculatedChanges(before, month))]);
  return {
    organizationId: locked.organizationId,
    cause,
    values: all,
    ...derivedChanges(before, touched, calculated),
    settled: all.filter(({ before: old, after }) => old && !(after && old.value.equals(after.value))),
    findings: [formulaFindings(calculated), ...(intent.findings ? [intent.findings] : [])].filter(
      ({ scope }) => scope.months.length > 0,
    ),
    close,
    reopen,
  };
}

/** The changes of a change set, without the values that it only confirms. */
export function outcomeOf({ values, quarters, smartNumbers }: ChangeSet): ChangeOutcome {
  return { changes: values.filter(isValueChange), derivedChanges: quarters.length + smartNumbers.length };
}

/** The quarters of some months, in order. */
export function quartersOf(months: readonly Month[]): Quarter[] {
  return [...new Set(months.map((month) => quarterOf(month)))].sort();
}

function withOpen(locked: LockedMonths, month: Month): LockedMonths {
  return { ...locked, closed: new Set([...locked.closed].filter((each) => each !== month)) };
}

/** The months' values after the intended changes, before anything is calculated. */
function applyToMonths(
  { months, values }: LockedMonths,
  changes: readonly MetricChange[],
): ReadonlyMap<Month, ReadonlyMap<string, SourcedValue>> {
  const entered = new Map(months.map((month) => [month, new Map<string, SourcedValue>(values.get(month))]));
  for (const { month, metric, after } of changes) {
    if (after) entered.get(month)?.set(metric, after);
    else entered.get(month)?.delete(metric);
  }
  return entered;
}

/** A released entry of a calculated metric is removed and recalculated in one change set: the last change counts. */
function lastOfEach(changes: readonly MetricChange[]): MetricChange[] {
  return [...new Map(changes.map((change) => [`${change.month} ${change.metric}`, change])).values()];
}

/** The calculated metrics of a month that differ from their stored values. */
function calculatedChanges(locked: LockedMonths, { month, calculated }: CalculatedMonth): MetricChange[] {
  return [...calculated].flatMap(([metric, value]): MetricChange[] => {
    const before = storedValue(locked, month, metric);
    if (value === null) return before ? [{ month, metric, before, after: null }] : [];
    if (before?.source === 'calculated' && before.value.equals(value)) return [];
    const provenance = { vendorId: null, collectedAt: null, enteredBy: null, notes: null };
    return [{ month, metric, before, after: { value, source: 'calculated', ...provenance } }];
  });
}

/** Recomputes quarters and SmartNumbers, except those of closed months and of fully closed quarters. */
function derivedChanges(
  locked: LockedMonths,
  touched: readonly Month[],
  calculated: readonly CalculatedMonth[],
): Pick<ChangeSet, 'quarters' | 'smartNumbers'> {
  const values = monthValues(locked, calculated);
  const valuesOf = (period: Period) => monthsOf(period).flatMap((month) => values.get(month) ?? []);
  const quarters = quartersOf(touched).filter((quarter) =>
    monthsOf(quarter).some((month) => !locked.closed.has(month)),
  );
  const periods: Period[] = [...calculated.map(({ month }) => month), ...quarters];
  return {
    quarters: differences(
      locked.quarters,
      quarters.map((quarter) => [quarter, calculateQuarter(quarter, valuesOf(quarter))]),
    ),
    smartNumbers: differences(
      locked.smartNumbers,
      periods.map((period) => [period, calculateSmartNumbers(valuesOf(period))]),
    ),
  };
}

function monthValues(locked: LockedMonths, calculated: readonly CalculatedMonth[]): ReadonlyMap<Month, MonthValues> {
  const values = new Map<Month, MonthValues>();
  for (const month of locked.months) {
    const stored = [...(locked.values.get(month) ?? [])].map(([metric, { value }]) => [metric, value] as const);
    values.set(month, { month, values: new Map(stored) });
  }
  for (const month of calculated) values.set(month.month, month);
  return values;
}

/** The changes that turn `stored` into `wanted`. */
function differences(
  stored: DerivedValues,
  wanted: readonly (readonly [Period, ReadonlyMap<string, DerivedValue>])[],
): DerivedChange[] {
  return wanted.flatMap(([period, values]) => {
    const before = stored.get(period) ?? new Map<string, DerivedValue>();
    const changed = [...values].filter(([key, value]) => !isSameDerived(before.get(key), value));
    // In an order of their own: a plan, and the digest of its preview, must not depend on that of the database's rows.
    const removed = [...before.keys()].filter((key) => !values.has(key)).sort();
    return [
      ...changed.map(([key, after]) => ({ period, key, after })),
      ...removed.map((key) => ({ period, key, after: null })),
    ];
  });
}

function isSameDerived(a: DerivedValue | undefined, b: DerivedValue): boolean {
  return a?.value.equals(b.value) === true && a.months.join() === b.months.join();
}

/** The findings about manual results that differ from their formula. */
function formulaFindings(calculated: readonly CalculatedMonth[]): FindingReplacement {
  const months = calculated.map(({ month }) => month);
  const findings = calculated.flatMap(({ month, differences }) =>
    differences.map((each) => differenceFinding(month, each)),
  );
  const scope = { months, metrics: CALCULATED_METRICS, kinds: ['differs_from_formula'], vendorId: null } as const;
  return { scope, findings };
}
