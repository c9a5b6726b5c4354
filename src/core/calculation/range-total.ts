import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { type Decimal, RATIO_PLACES, round } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { computeSmartNumber } from './calculate.ts';
import { aggregateMonths, type Computation, type MonthValues } from './computation.ts';
import type { Formula } from './formula.ts';
import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from './lineage.ts';
import type { ValueState } from './value-state.ts';
import { stateOfAbsence, stateOfValue } from './value-state.ts';

/** The total of a metric or SmartNumber over any months: a quarter, the year to date, twelve months. */
export interface RangeTotal {
  /** Rounded like a stored value; null if absent, for the reason in `state`. */
  readonly value: Decimal | null;
  /** The months it was computed on, in order. */
  readonly months: readonly Month[];
  /** Keys of the metrics that are absent in at least one of the months. */
  readonly missing: readonly string[];
  readonly state: ValueState;
}

/**
 * Totals a metric over `months`, in any order, by its aggregation (docs/calculations.md section 4): the sum or average of
 * the months present, the latest of them, or its formula on the common months. Over a quarter's months the total equals the
 * quarter's value.
 */
export function totalMetric(key: string, months: readonly MonthValues[]): RangeTotal {
  return total(aggregateMonths(key, months), {
    months,
    places: metricStoredAs(key).places,
    formula: METRIC_FORMULAS.get(key),
  });
}

/**
 * Totals a SmartNumber over `months`, in any order: its formula on the common months, never an average of monthly results.
 * `months` is their number and `annual` 12 / `months` (docs/calculations.md section 5).
 */
export function totalSmartNumber(key: string, months: readonly MonthValues[]): RangeTotal {
  return total(computeSmartNumber(key, months), {
    months,
    places: RATIO_PLACES,
    formula: SMART_NUMBER_FORMULAS.get(key),
  });
}

function total(
  { value, months: covered, missing }: Computation,
  of: { readonly months: readonly MonthValues[]; readonly places: number; readonly formula: Formula | undefined },
): RangeTotal {
  return value === null
    ? { value, months: [], missing, state: stateOfAbsence(of.formula, of.months) }
    : {
        value: round(value, of.places),
        months: covered,
        missing,
        state: stateOfValue(covered.length, of.months.length),
      };
}
