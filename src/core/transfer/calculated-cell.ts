import { calculateMonth } from '#src/core/calculation/calculate.ts';
import { CALCULATED_METRICS } from '#src/core/calculation/lineage.ts';
import type { LockedMonths } from '#src/core/change-set.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { SourcedValue } from '#src/core/metrics/source.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import { periodLabel } from '#src/core/period.ts';
import {
  type Decided,
  type ImportRules,
  ignored,
  monthObstacle,
  notesOf,
  refused,
  storable,
  storedOf,
} from './cell-decision.ts';
import type { FileCell } from './file-cell.ts';
import type { MonthCell } from './month-cells.ts';
import { ownValues } from './sum-cells.ts';

/** What the formulas of an import start from, beside the stored values. */
interface CalculationInputs {
  /** The values that are to be stored, as far as they are decided. */
  readonly values: readonly FormulaInput[];
  /** The numbers of the file itself. */
  readonly own: readonly FormulaInput[];
}

/** Cells in the order in which their metrics are calculated: an override may be the input of another formula. */
export function inOrderOfCalculation(cells: readonly MonthCell[]): MonthCell[] {
  const order = new Map(CALCULATED_METRICS.map((key, index) => [key, index]));
  return [...cells].sort((one, other) => (order.get(one.metric.key) ?? 0) - (order.get(other.metric.key) ?? 0));
}

/** A value that is calculated here: it is compared, and stored only where its inputs are absent or a person says so. */
export function decideCalculated(
  locked: LockedMonths,
  each: MonthCell,
  rules: ImportRules & CalculationInputs,
): Decided {
  const { cell, metric, month } = each;
  const { content, isFormula, where } = cell;
  const stored = storedOf(locked, each);
  if (content.kind === 'blank' || content.kind === 'erase') return ignored('Calculated here', stored?.value ?? null);
  if (content.kind === 'no result') return ignored('A formula without its result', stored?.value ?? null);
  if (content.kind === 'unreadable') return ignored(content.reason, stored?.value ?? null);
  const number = storable(metric, content);
  if ('reason' in number) return refused(number.reason);
  const { value } = number;
  const calculated = formulaResult(locked, each, rules.values);
  if ([stored?.value, cell.base, calculated].some((known) => known?.equals(value))) return ignored(null, value);
  // A spreadsheet has calculated with its own cells, among them ones that are not stored.
  if (isFormula && formulaResult(locked, each, rules.own)?.equals(value)) return ignored(null, value);
  if (isFormula && month > rules.running) return ignored(`${periodLabel(month)} has not begun`, value);
  const obstacle = monthObstacle(locked, month, rules);
  if (obstacle !== null && !isFormula) return { ...refused(obstacle), after: value };
  const isWanted = rules.overrides.has(where) || (calculated === null && !isFormula);
  if (obstacle === null && isWanted) {
    const change = { month, metric: metric.key, before: stored, after: rules.entered(value, notesOf(cell, stored)) };
    const reason =
      calculated === null
        ? 'Calculated here, and its inputs are absent'
        : `Overrides the formula, which gives ${formatValue(calculated, metric)}`;
    return { state: stored ? 'changed' : 'new', after: value, reason, canOverride: calculated !== null, change };
  }
  const gives = calculated === null ? 'its inputs are absent' : `the formula gives ${formatValue(calculated, metric)}`;
  const closed = obstacle === null ? '' : `; ${obstacle}`;
  const canOverride = obstacle === null;
  return { state: 'differs', after: value, reason: `Calculated here: ${gives}${closed}`, canOverride };
}

/** A change of a value as far as a formula knows it. */
type FormulaInput = Pick<MetricChange, 'month' | 'metric'> & { readonly after: SourcedValue | null };

/** The numbers of the file as inputs of formulas; what is calculated stays calculated. */
export function ownInputs(cells: readonly FileCell[]): readonly FormulaInput[] {
  return ownValues(cells).flatMap(([month, metric, value]): FormulaInput[] => {
    if (metricStoredAs(metric).formula !== null) return [];
    return [{ month, metric, after: value && { value, source: 'manual' } }];
  });
}

/** What the formula gives after the values that are to be stored; null if it has no result. */
function formulaResult(
  locked: LockedMonths,
  { month, metric }: MonthCell,
  values: readonly FormulaInput[],
): Decimal | null {
  const stored = new Map<string, SourcedValue>(locked.values.get(month));
  for (const change of values) {
    if (change.month !== month) continue;
    if (change.after) stored.set(change.metric, change.after);
    else stored.delete(change.metric);
  }
  return calculateMonth(month, stored).calculated.get(metric.key) ?? null;
}
