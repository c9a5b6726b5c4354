import { type Aggregation, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { type Decimal, Fraction, toFraction } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { evaluate, type Formula } from './formula.ts';
import { METRIC_FORMULAS } from './lineage.ts';

/** The values stored for one month, by metric key. Absent metrics are not in the map. */
export interface MonthValues {
  readonly month: Month;
  readonly values: ReadonlyMap<string, Decimal>;
}

/** Why a computation has no result. */
export type Obstacle = 'missing' | 'division by zero' | 'out of range';

/** An exact result, not rounded yet, or the reason for its absence. */
export interface Computation {
  readonly value: Fraction | null;
  /** The months it was computed on, in order. */
  readonly months: readonly Month[];
  /** Required inputs that are absent in at least one of the requested months. */
  readonly missing: readonly string[];
  readonly obstacle: Obstacle | null;
}

/** A formula's result. */
export interface FormulaComputation extends Computation {
  /** The value used for each input, aggregated over `months`; empty if `months` is. */
  readonly inputs: ReadonlyMap<string, Fraction | null>;
}

/** The months sorted by date. */
export function inOrder<M extends MonthValues>(months: readonly M[]): readonly M[] {
  const isInOrder = months.every(({ month }, index) => index === 0 || (months[index - 1]?.month ?? '') < month);
  return isInOrder ? months : [...months].sort((a, b) => (a.month < b.month ? -1 : 1));
}

/**
 * Computes a formula over the common months: those in which every required input is present (docs/calculations.md
 * section 5). An input that counts as 0 when absent is never required.
 */
export function computeFormula(formula: Formula, months: readonly MonthValues[]): FormulaComputation {
  const isPresent = (key: string, { values }: MonthValues) => values.has(key) || metricStoredAs(key).absentIsZero;
  const missing = formula.inputs.filter((key) => !months.every((month) => isPresent(key, month)));
  const ordered = inOrder(months);
  const isCommon = (month: MonthValues) => formula.inputs.every((key) => isPresent(key, month));
  const common = missing.length === 0 ? ordered : ordered.filter(isCommon);
  const computedOn = common.map(({ month }) => month);
  const inputs = new Map(common.length === 0 ? [] : formula.inputs.map((key) => [key, inputValue(key, common)]));
  if (common.length === 0) return { value: null, months: computedOn, missing, obstacle: 'missing', inputs };
  const evaluation = evaluate(formula.expression, {
    months: common.length,
    valueOf: (key) => inputs.get(key) ?? null,
  });
  return evaluation.outcome === 'value'
    ? { value: evaluation.value, months: computedOn, missing, obstacle: null, inputs }
    : { value: null, months: computedOn, missing, obstacle: evaluation.outcome, inputs };
}

/** The value of a metric as a formula input over `months`: its exact aggregate, or 0 if the metric counts as 0 when absent. */
export function inputValue(key: string, months: readonly MonthValues[]): Fraction | null {
  return aggregateMonths(key, months).value ?? (metricStoredAs(key).absentIsZero ? new Fraction(0) : null);
}

/** Aggregates a metric over the months that have a value, unrounded (docs/calculations.md section 4). */
export function aggregateMonths(key: string, months: readonly MonthValues[]): Computation {
  const { aggregation } = metricStoredAs(key);
  const formula = METRIC_FORMULAS.get(key);
  if (aggregation === 'formula' && formula && months.length > 1) return computeFormula(formula, months);
  const present: Month[] = [];
  const values: Fraction[] = [];
  for (const { month, values: stored } of inOrder(months)) {
    const value = stored.get(key);
    if (value === undefined) continue;
    present.push(month);
    values.push(toFraction(value));
  }
  return {
    value: values.length === 0 ? null : aggregate(aggregation, values),
    months: present,
    missing: present.length < months.length ? [key] : [],
    obstacle: values.length === 0 ? 'missing' : null,
  };
}

function aggregate(aggregation: Aggregation, values: readonly Fraction[]): Fraction | null {
  // Every aggregation of one value is that value.
  if (values.length === 1) return values[0] ?? null;
  const sum = values.reduce((total, value) => total.add(value), new Fraction(0));
  switch (aggregation) {
    case 'sum':
      return sum;
    case 'average':
      return sum.div(values.length);
    case 'last':
    case 'formula':
      return values.at(-1) ?? null;
  }
}
