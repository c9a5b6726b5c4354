import { InvalidThresholdError } from '#src/core/errors.ts';
import type { Decimal } from '#src/core/number.ts';
import { type Better, metricByKey } from './metric-registry.ts';
import { smartNumberByKey } from './smart-number-registry.ts';

export type ThresholdType = 'warning' | 'critical';
export type Bound = 'min' | 'max';
export type ThresholdStatus = 'OK' | 'WARNING' | 'CRITICAL' | 'NONE' | 'UNKNOWN';
export type PeriodKind = 'MONTH' | 'QUARTER';

/** A limit: `min` is breached by values below it, `max` by values above it (docs/calculations.md section 7). */
export interface Threshold {
  /** Key of a metric or SmartNumber; `lost_mrr`, which is both, is the SmartNumber. */
  readonly metric: string;
  readonly type: ThresholdType;
  readonly bound: Bound;
  readonly value: Decimal;
}

/**
 * Whether thresholds on the metric or SmartNumber apply to periods of that kind (docs/calculations.md section 7). A custom
 * metric has no quarters.
 */
export function thresholdApplies(subject: { key: string; isSmartNumber: boolean }, kind: PeriodKind): boolean {
  const smartNumber = smartNumberByKey(subject.key);
  if (subject.isSmartNumber) return kind === 'QUARTER' || !smartNumber?.isSumOfMonths;
  if (smartNumber) return false;
  if (kind === 'MONTH') return true;
  const aggregation = metricByKey(subject.key)?.aggregation;
  return aggregation !== undefined && aggregation !== 'sum';
}

/** The thresholds that a stored value breaches; a value equal to the limit does not. */
export function breachedThresholds<T extends Threshold>(value: Decimal, thresholds: readonly T[]): T[] {
  return thresholds.filter(({ bound, value: limit }) =>
    bound === 'min' ? value.lessThan(limit) : value.greaterThan(limit),
  );
}

/** The status of a stored value. `thresholds`: those of its metric or SmartNumber that apply to its period. */
export function judge(value: Decimal | null, thresholds: readonly Threshold[]): ThresholdStatus {
  if (thresholds.length === 0) return 'NONE';
  if (value === null) return 'UNKNOWN';
  const breached = breachedThresholds(value, thresholds);
  if (breached.some(({ type }) => type === 'critical')) return 'CRITICAL';
  return breached.length > 0 ? 'WARNING' : 'OK';
}

/**
 * The bound implied by a request without one: by the better direction of the metric or, for `in range` metrics, by the order
 * of the two values.
 * @throws InvalidThresholdError for an `in range` metric with only one value
 */
export function impliedBound(
  better: Better,
  values: { warning?: Decimal; critical?: Decimal },
  field = 'bound',
): Bound {
  if (better === 'higher') return 'min';
  if (better === 'lower') return 'max';
  if (values.warning && values.critical) return values.warning.greaterThan(values.critical) ? 'min' : 'max';
  throw new InvalidThresholdError(
    'Say whether the threshold is a min or a max: for this metric neither higher nor lower is better',
    {
      field,
    },
  );
}

/**
 * Checks that no warning of one metric is on the wrong side of its critical.
 * @throws InvalidThresholdError naming the bound
 */
export function checkThresholds(thresholds: readonly Threshold[], field = 'value'): void {
  for (const bound of ['min', 'max'] as const) {
    const limitOf = (type: ThresholdType) =>
      thresholds.find((each) => each.type === type && each.bound === bound)?.value;
    const warning = limitOf('warning');
    const critical = limitOf('critical');
    if (!warning || !critical) continue;
    const isWrong = bound === 'min' ? warning.lessThan(critical) : warning.greaterThan(critical);
    if (isWrong) {
      const side = bound === 'min' ? 'below' : 'above';
      throw new InvalidThresholdError(
        `The warning ${bound} (${warning}) lies ${side} the critical ${bound} (${critical})`,
        {
          field,
        },
      );
    }
  }
}
