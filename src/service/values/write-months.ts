import {
  type DerivedMonth,
  type DerivedValue,
  deriveMonth,
  deriveQuarter,
  deriveSmartNumbers,
} from '#src/core/calculation/calculate.ts';
import type { MonthValues } from '#src/core/calculation/computation.ts';
import { CALCULATED_METRICS } from '#src/core/calculation/lineage.ts';
import { differenceFinding } from '#src/core/collection/finding.ts';
import { PeriodClosedError } from '#src/core/errors.ts';
import { type Month, monthsOf, type Period, type Quarter, quarterOf } from '#src/core/period.ts';
import {
  type DerivedChange,
  type DerivedValues,
  readQuarterlyMetrics,
  readSmartNumbers,
  saveQuarterlyMetrics,
  saveSmartNumbers,
} from '#src/store/derived-values.ts';
import type { Database, Transaction } from '#src/store/engine/database.ts';
import { replaceFindings, resolveFindings } from '#src/store/findings.ts';
import {
  type ChangeCause,
  type MetricChange,
  readMonthlyMetrics,
  type StoredMetric,
  saveMonthlyChanges,
} from '#src/store/monthly-metrics.ts';
import { readClosedMonths } from '#src/store/period-states.ts';

/** What a write sees of the months it may change, and of the quarters they belong to. */
export interface MonthsInHand {
  readonly organizationId: number;
  /** The months asked for and the others of their quarters, in order. */
  readonly months: readonly Month[];
  readonly closed: ReadonlySet<Month>;
  readonly stored: (month: Month, metric: string) => StoredMetric | null;
  readonly valuesOf: (month: Month) => ReadonlyMap<string, StoredMetric>;
}

/**
 * Takes months in hand for changing them: until the transaction ends, nobody else changes a value of the organization,
 * so what is read here is what is changed.
 */
export async function takeMonthsInHand(
  { database, tx }: { readonly database: Database; readonly tx: Transaction },
  organizationId: number,
  months: readonly Month[],
): Promise<MonthsInHand> {
  await database.lockOrganization(tx, organizationId);
  const quarters = quartersOf(months);
  const all = quarters.flatMap((quarter) => monthsOf(quarter));
  const rows = await readMonthlyMetrics(tx, organizationId, all);
  const closed = await readClosedMonths(tx, organizationId, all);
  const byMonth = new Map(all.map((month) => [month, new Map<string, StoredMetric>()]));
  for (const row of rows) byMonth.get(row.month)?.set(row.metric, row);
  const none: ReadonlyMap<string, StoredMetric> = new Map();
  return {
    organizationId,
    months: all,
    closed,
    stored: (month, metric) => byMonth.get(month)?.get(metric) ?? null,
    valuesOf: (month) => byMonth.get(month) ?? none,
  };
}

/** What a write did. */
export interface WriteOutcome {
  /** Every change of a month's value, the recalculated ones included. */
  readonly changes: readonly MetricChange[];
  /** How many values of quarters and SmartNumbers changed. */
  readonly derivedChanges: number;
}

/**
 * Changes values of months and, in the same transaction, recomputes everything that depends on them: the months'
 * calculated metrics, their quarters, the SmartNumbers of both (calculations.md section 3, rule 4). With no changes it is
 * the recalculation of `recalculated` months.
 * @throws PeriodClosedError when a change is of a closed month
 * @throws InvalidValueError when a result would be out of range; the caller's transaction must then be rolled back
 */
export async function writeMonthlyValues(
  tx: Transaction,
  inHand: MonthsInHand,
  changes: readonly MetricChange[],
  cause: ChangeCause,
  recalculated: readonly Month[] = [],
): Promise<WriteOutcome> {
  const closedMonth = changes.find(({ month }) => inHand.closed.has(month))?.month;
  if (closedMonth) throw new PeriodClosedError(closedMonth, inHand.organizationId);
  const touched = new Set([...changes.map(({ month }) => month), ...recalculated]);
  const open = [...touched].filter((month) => !inHand.closed.has(month));
  const entered = new Map(inHand.months.map((month) => [month, new Map(inHand.valuesOf(month))]));
  for (const change of changes) applyChange(entered.get(change.month), change);
  const derived = open.map((month) => deriveMonth(month, entered.get(month) ?? new Map()));
  const all = lastOfEach([...changes, ...derived.flatMap((month) => calculatedChanges(inHand, month))]);
  await saveMonthlyChanges(tx, inHand.organizationId, all, cause);
  const values = monthValues(inHand, derived);
  const derivedChanges = await saveDerived(tx, inHand, { touched: [...touched], open, values, at: cause.at });
  await updateFindings(tx, inHand.organizationId, { derived, changes: all, cause });
  return { changes: all.filter(isChange), derivedChanges };
}

/** A released entry of a calculated metric is removed and recalculated at once: what it becomes in the end counts. */
function lastOfEach(changes: readonly MetricChange[]): MetricChange[] {
  return [...new Map(changes.map((change) => [`${change.month} ${change.metric}`, change])).values()];
}

function isChange({ before, after }: MetricChange): boolean {
  return !before || !after || !before.value.equals(after.value) || before.source !== after.source;
}

function applyChange(values: Map<string, StoredMetric> | undefined, { month, metric, after }: MetricChange): void {
  if (after) values?.set(metric, { month, metric, updatedAt: new Date(0), ...after });
  else values?.delete(metric);
}

/** The calculated metrics of a month that are not what is stored. */
function calculatedChanges(inHand: MonthsInHand, { month, calculated }: DerivedMonth): MetricChange[] {
  return [...calculated].flatMap(([metric, value]): MetricChange[] => {
    const before = inHand.stored(month, metric);
    if (value === null) return before ? [{ month, metric, before, after: null }] : [];
    if (before?.source === 'calculated' && before.value.equals(value)) return [];
    const provenance = { vendorId: null, collectedAt: null, enteredBy: null, notes: null };
    return [{ month, metric, before, after: { value, source: 'calculated' as const, ...provenance } }];
  });
}

function monthValues(inHand: MonthsInHand, derived: readonly DerivedMonth[]): ReadonlyMap<Month, MonthValues> {
  const values = new Map<Month, MonthValues>();
  for (const month of inHand.months) {
    const stored = [...inHand.valuesOf(month)].map(([metric, { value }]) => [metric, value] as const);
    values.set(month, { month, values: new Map(stored) });
  }
  for (const month of derived) values.set(month.month, month);
  return values;
}

/** Recomputes quarters and SmartNumbers; those of closed months and of wholly closed quarters stay as they were. */
async function saveDerived(
  tx: Transaction,
  inHand: MonthsInHand,
  scope: {
    readonly touched: readonly Month[];
    readonly open: readonly Month[];
    readonly values: ReadonlyMap<Month, MonthValues>;
    readonly at: Date;
  },
): Promise<number> {
  const { organizationId } = inHand;
  const quarters = quartersOf(scope.touched).filter((quarter) =>
    monthsOf(quarter).some((month) => !inHand.closed.has(month)),
  );
  const periods: Period[] = [...scope.open, ...quarters];
  const valuesOf = (period: Period) => monthsOf(period).flatMap((month) => scope.values.get(month) ?? []);
  const quarterly = differences(
    await readQuarterlyMetrics(tx, organizationId, quarters),
    quarters.map((quarter) => [quarter, deriveQuarter(quarter, valuesOf(quarter))]),
  );
  const smartNumbers = differences(
    await readSmartNumbers(tx, organizationId, periods),
    periods.map((period) => [period, deriveSmartNumbers(valuesOf(period))]),
  );
  await saveQuarterlyMetrics(tx, organizationId, quarterly, scope.at);
  await saveSmartNumbers(tx, organizationId, smartNumbers, scope.at);
  return quarterly.length + smartNumbers.length;
}

/** What must change in `stored` for it to be `wanted`. */
function differences(
  stored: DerivedValues,
  wanted: readonly (readonly [Period, ReadonlyMap<string, DerivedValue>])[],
): DerivedChange[] {
  return wanted.flatMap(([period, values]) => {
    const before = stored.get(period) ?? new Map<string, DerivedValue>();
    const changed = [...values].filter(([key, value]) => !isSameDerived(before.get(key), value));
    const removed = [...before.keys()].filter((key) => !values.has(key));
    return [
      ...changed.map(([key, after]) => ({ period, key, after })),
      ...removed.map((key) => ({ period, key, after: null })),
    ];
  });
}

function isSameDerived(a: DerivedValue | undefined, b: DerivedValue): boolean {
  return a?.value.equals(b.value) === true && a.months.join() === b.months.join();
}

/** What was found about a replaced value is settled; a hand-entered result that its formula contradicts is flagged. */
async function updateFindings(
  tx: Transaction,
  organizationId: number,
  write: {
    readonly derived: readonly DerivedMonth[];
    readonly changes: readonly MetricChange[];
    readonly cause: ChangeCause;
  },
): Promise<void> {
  const { at, runId } = write.cause;
  const replaced = write.changes.filter(({ before, after }) => before && !(after && before.value.equals(after.value)));
  await resolveFindings(tx, organizationId, replaced, at);
  const months = write.derived.map(({ month }) => month);
  const found = write.derived.flatMap(({ month, differences }) =>
    differences.map((each) => differenceFinding(month, each)),
  );
  const scope = {
    months,
    metrics: CALCULATED_METRICS,
    kinds: ['differs_from_formula'] as const,
    vendorId: null,
    runId,
    at,
  };
  await replaceFindings(tx, organizationId, scope, found);
}

function quartersOf(months: readonly Month[]): Quarter[] {
  return [...new Set(months.map((month) => quarterOf(month)))].sort();
}
