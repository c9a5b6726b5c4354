import { InvalidValueError } from '#src/core/errors.ts';
import { METRICS, type MetricDefinition, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import type { SourcedValue } from '#src/core/metrics/source.ts';
import type { DerivedValue } from '#src/core/metrics/stored-value.ts';
import {
  type Decimal,
  fits,
  METRIC_INTEGER_DIGITS,
  RATIO_PLACES,
  round,
  SMART_NUMBER_INTEGER_DIGITS,
} from '#src/core/number.ts';
import { type Month, type Period, periodLabel, type Quarter } from '#src/core/period.ts';
import {
  aggregateMonths,
  computeFormula,
  type FormulaComputation,
  type MonthValues,
  type Obstacle,
} from './computation.ts';
import { CALCULATED_METRICS, METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from './lineage.ts';

/** A manual entry of a calculated metric that differs from its formula’s result. */
export interface Difference {
  readonly key: string;
  readonly entered: Decimal;
  readonly formulaGives: Decimal;
}

/**
 * The calculated metrics of a month (docs/calculations.md sections 2 and 3). `values` holds all of its values, the
 * calculated ones included.
 */
export interface CalculatedMonth extends MonthValues {
  /** Every calculated metric without a manual entry; null where its value is absent. */
  readonly calculated: ReadonlyMap<string, Decimal | null>;
  readonly differences: readonly Difference[];
}

/**
 * Calculates the metrics of a month. Manual entries are kept, and the formulas that name them use them
 * (docs/calculations.md section 3, rule 2).
 * @param stored the month’s stored values; calculated ones are ignored and recomputed
 * @throws InvalidValueError naming the metric whose result is out of range
 */
export function calculateMonth(month: Month, stored: ReadonlyMap<string, SourcedValue>): CalculatedMonth {
  const values = new Map<string, Decimal>();
  for (const [key, { value, source }] of stored) if (source !== 'calculated') values.set(key, value);
  const calculated = new Map<string, Decimal | null>();
  const differences: Difference[] = [];
  for (const key of CALCULATED_METRICS) {
    const result = formulaResult(key, [{ month, values }]);
    const entered = values.get(key);
    if (entered === undefined) {
      if (result && !fits(result, METRIC_INTEGER_DIGITS)) throw outOfRange(key, month);
      calculated.set(key, result);
      if (result) values.set(key, result);
    } else if (result && !result.equals(entered)) {
      differences.push({ key, entered, formulaGives: result });
    }
  }
  return { month, values, calculated, differences };
}

/** The formula's result over `months`, rounded for storage; null without a result. */
function formulaResult(key: string, months: readonly MonthValues[]): Decimal | null {
  const formula = METRIC_FORMULAS.get(key);
  const value = formula ? computeFormula(formula, months).value : null;
  return value === null ? null : round(value, metricStoredAs(key).places);
}

/**
 * Aggregates the metrics of a quarter that have a value (docs/calculations.md section 4).
 * @param months its three months, in order
 * @throws InvalidValueError naming the metric whose result is out of range
 */
export function calculateQuarter(quarter: Quarter, months: readonly MonthValues[]): Map<string, DerivedValue> {
  const derived = new Map<string, DerivedValue>();
  for (const metric of METRICS) {
    const { value, months: covered } = aggregateMonths(metric.key, months);
    if (value === null) continue;
    const rounded = round(value, metric.places);
    if (!fits(rounded, METRIC_INTEGER_DIGITS)) throw outOfRange(metric.key, quarter);
    derived.set(metric.key, { value: rounded, months: covered });
  }
  return derived;
}

/** The SmartNumbers that are computable on `months`: one month, or a quarter's three in order (docs/calculations.md section 5). */
export function calculateSmartNumbers(months: readonly MonthValues[]): Map<string, DerivedValue> {
  const derived = new Map<string, DerivedValue>();
  for (const { key } of SMART_NUMBERS) {
    const { value, months: common } = computeSmartNumber(key, months);
    if (value !== null) derived.set(key, { value: round(value, RATIO_PLACES), months: common });
  }
  return derived;
}

/** Computes a SmartNumber, unrounded. A result that NUMERIC(12,4) cannot hold is null with the obstacle `out of range`. */
export function computeSmartNumber(key: string, months: readonly MonthValues[]): FormulaComputation {
  const formula = SMART_NUMBER_FORMULAS.get(key);
  if (!formula) throw new RangeError(`Not a SmartNumber: ${key}`);
  const computation = computeFormula(formula, months);
  if (computation.value === null || fits(round(computation.value, RATIO_PLACES), SMART_NUMBER_INTEGER_DIGITS)) {
    return computation;
  }
  const obstacle: Obstacle = 'out of range';
  return { ...computation, value: null, obstacle };
}

/**
 * Rounds a value to the metric's places and checks that NUMERIC(14,4) can hold it.
 * @param field the input named by the error
 * @throws InvalidValueError when the value is not finite or has more than ten digits before the point
 */
export function storableValue(metric: MetricDefinition, value: Decimal, field = 'value'): Decimal {
  const rounded = round(value, metric.places);
  if (fits(rounded, METRIC_INTEGER_DIGITS)) return rounded;
  throw new InvalidValueError(`${metric.label}: a value has at most ten digits before the point`, { field });
}

function outOfRange(key: string, period: Period): InvalidValueError {
  const { label } = metricStoredAs(key);
  return new InvalidValueError(
    `${label} of ${periodLabel(period)} would have more than ten digits before the point; the change was rejected`,
    { field: key },
  );
}
