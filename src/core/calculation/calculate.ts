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

/** A calculated metric that was entered by hand and differs from what its formula gives. */
export interface Difference {
  readonly key: string;
  readonly entered: Decimal;
  readonly formulaGives: Decimal;
}

/**
 * What follows from the values of a month: calculated metrics, and with other months quarters and SmartNumbers
 * (docs/calculations.md sections 2–5). Everything here is a pure function of what is stored.
 */
export interface CalculatedMonth extends MonthValues {
  /** Every calculated metric that is not entered by hand, with its value or null for absent. */
  readonly calculated: ReadonlyMap<string, Decimal | null>;
  readonly differences: readonly Difference[];
}

/**
 * The calculated metrics of a month. What was entered by hand stays, and enters the formulas that name it.
 * @throws InvalidValueError naming the metric whose result a stored metric cannot hold
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

/** What a calculated metric's formula gives over `months`, rounded as it is stored; null where it gives nothing. */
function formulaResult(key: string, months: readonly MonthValues[]): Decimal | null {
  const formula = METRIC_FORMULAS.get(key);
  const value = formula ? computeFormula(formula, months).value : null;
  return value === null ? null : round(value, metricStoredAs(key).places);
}

/**
 * The quarter's metrics that have a value, from its three months in order.
 * @throws InvalidValueError naming the metric whose quarter a stored metric cannot hold
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

/** The SmartNumbers that can be computed on `months` (one month, or a quarter's three in order). */
export function calculateSmartNumbers(months: readonly MonthValues[]): Map<string, DerivedValue> {
  const derived = new Map<string, DerivedValue>();
  for (const { key } of SMART_NUMBERS) {
    const { value, months: common } = computeSmartNumber(key, months);
    if (value !== null) derived.set(key, { value: round(value, RATIO_PLACES), months: common });
  }
  return derived;
}

/** A SmartNumber's computation; a result that its column cannot hold is null with the obstacle `out of range`. */
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
 * A value as it is stored for `metric`: rounded to the metric's places, checked against the column's range.
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
    `${label} of ${periodLabel(period)} would have more than ten digits before the point; the change is refused`,
    { field: key },
  );
}
