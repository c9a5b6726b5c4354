import type { Better } from '#src/core/metrics/metric-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import { type Percentiles, roundedForTelling } from './percentiles.ts';

/**
 * How many percent of the members a value is better than; higher than, where neither direction is better. Computed from the told
 * percentiles and the own value only, so that it says nothing more of the others.
 */
export interface Standing {
  readonly percent: number;
  /** `over` and `under` where the value lies outside the told percentiles. */
  readonly precision: 'about' | 'over' | 'under';
  readonly direction: 'better' | 'higher';
}

interface Point {
  readonly percent: number;
  readonly value: Decimal;
}

/** Percentages are told in steps: the percentiles are rounded, too. */
const STEP = 5;

/** The standing of an own value. Members with the same value are not counted as worse. */
export function standingOf(value: Decimal, percentiles: Percentiles, better: Better): Standing {
  const points = pointsOf(percentiles);
  const rounded = roundedForTelling(value);
  if (better !== 'lower') {
    return { ...shareBelow(rounded, points), direction: better === 'higher' ? 'better' : 'higher' };
  }
  // Turned round, so that lower values are the higher ones.
  const turned = points.map((each) => ({ percent: 100 - each.percent, value: each.value.negated() })).reverse();
  return { ...shareBelow(rounded.negated(), turned), direction: 'better' };
}

function pointsOf({ p10, p25, p50, p75, p90 }: Percentiles): Point[] {
  const all = [
    { percent: 10, value: p10 },
    { percent: 25, value: p25 },
    { percent: 50, value: p50 },
    { percent: 75, value: p75 },
    { percent: 90, value: p90 },
  ];
  return all.flatMap(({ percent, value }) => (value ? [{ percent, value }] : []));
}

/** The share of members below a value, by the first percentile that it does not exceed and the one before. */
function shareBelow(value: Decimal, points: readonly Point[]): Pick<Standing, 'percent' | 'precision'> {
  const index = points.findIndex((point) => point.value.greaterThanOrEqualTo(value));
  const [before, at] = [points[index - 1], points[index]];
  if (!at) return { percent: points.at(-1)?.percent ?? 0, precision: 'over' };
  if (at.value.equals(value)) return { percent: at.percent, precision: 'about' };
  if (!before) return { percent: at.percent, precision: 'under' };
  const part = value.minus(before.value).dividedBy(at.value.minus(before.value));
  const percent = part.times(at.percent - before.percent).plus(before.percent);
  return { percent: percent.dividedBy(STEP).round().times(STEP).toNumber(), precision: 'about' };
}

/** `Better than about 60 % of 23 MSPs of your size`. @param whom the members: `23 MSPs of your size` */
export function standingWords({ percent, precision, direction }: Standing, whom: string): string {
  return `${direction === 'better' ? 'Better' : 'Higher'} than ${precision} ${percent} % of ${whom}`;
}
