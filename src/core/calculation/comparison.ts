import type { Better } from '#src/core/metrics/metric-registry.ts';
import { type Decimal, RATIO_PLACES, round, toFraction } from '#src/core/number.ts';
import type { PeriodStatus } from '#src/core/period.ts';
import type { ValueState } from './value-state.ts';

export interface Comparable {
  readonly value: Decimal | null;
  readonly state: ValueState;
  readonly periodStatus: PeriodStatus;
}

/** The change from an earlier period's value to a later one's (docs/calculations.md section 9). */
export interface Change {
  readonly absolute: Decimal | null;
  /** Fraction of the earlier value's magnitude; null for a change from 0. */
  readonly percent: Decimal | null;
  /** Whether the change is an improvement; null without a change, or if neither direction is better. */
  readonly better: boolean | null;
  readonly comparable: boolean;
  /** Why the values are not comparable; null if they are. */
  readonly reason: string | null;
}

/** Compares two values if both are exact and both periods have ended (docs/calculations.md section 9). */
export function compare(current: Comparable, earlier: Comparable, better: Better): Change {
  const reason = obstacle(current, 'this period') ?? obstacle(earlier, 'the earlier period');
  if (reason !== null || current.value === null || earlier.value === null) {
    return { absolute: null, percent: null, better: null, comparable: false, reason };
  }
  const absolute = current.value.minus(earlier.value);
  const percent = earlier.value.isZero()
    ? null
    : round(toFraction(absolute).div(toFraction(earlier.value.abs())), RATIO_PLACES);
  const direction = absolute.isZero() || better === 'in range' ? null : absolute.isPositive() === (better === 'higher');
  return { absolute, percent, better: direction, comparable: true, reason: null };
}

function obstacle({ value, state, periodStatus }: Comparable, which: string): string | null {
  if (periodStatus === 'FUTURE' || periodStatus === 'RUNNING') return `${which} has not ended`;
  if (value === null) return `${which} has no value`;
  return state === 'PARTIAL' ? `${which} does not cover all its months` : null;
}
