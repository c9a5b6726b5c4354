import { Decimal } from '#src/core/number.ts';

/** The percentiles that are told, ascending. */
export const PERCENTS = [10, 25, 50, 75, 90] as const;
type Percent = (typeof PERCENTS)[number];

/**
 * The told percentiles of a cohort. The outer ones are null where they would draw on its smallest or largest value, which one
 * member may be known by (decision 25).
 */
export interface Percentiles {
  readonly p10: Decimal | null;
  readonly p25: Decimal;
  readonly p50: Decimal;
  readonly p75: Decimal;
  readonly p90: Decimal | null;
}

const SIGNIFICANT_DIGITS = 2;

/** Rounds to two significant digits, half away from zero. */
export function roundedForTelling(value: Decimal): Decimal {
  const rounded = value.toSignificantDigits(SIGNIFICANT_DIGITS, Decimal.ROUND_HALF_UP);
  return rounded.isZero() ? rounded.abs() : rounded;
}

/**
 * A percentile, exact: between two values it lies on the line that joins them, and the first and last values are the 0th and 100th
 * (PERCENTILE.INC of spreadsheets, `percentile_cont` of PostgreSQL).
 * @param sorted ascending, not empty
 */
export function percentile(sorted: readonly Decimal[], percent: number): Decimal {
  const { lower, upper, hundredths } = placeOf(sorted.length, percent);
  const [below, above] = [sorted[lower], sorted[upper]];
  if (!below || !above) throw new RangeError('A percentile needs values');
  return below.plus(above.minus(below).times(hundredths).dividedBy(100));
}

/**
 * The percentiles of at least three values as they are told: rounded, and without those that draw on an extreme value.
 */
export function toldPercentiles(values: readonly Decimal[]): Percentiles {
  const sorted = [...values].sort((a, b) => a.comparedTo(b));
  const told = (percent: Percent) => roundedForTelling(percentile(sorted, percent));
  const outer = (percent: Percent) => (drawsOnExtremes(sorted.length, percent) ? null : told(percent));
  return { p10: outer(10), p25: told(25), p50: told(50), p75: told(75), p90: outer(90) };
}

/** The values that a percentile lies between, and how far towards the upper one. */
function placeOf(count: number, percent: number) {
  // In hundredths, because a double is not exact.
  const place = percent * (count - 1);
  const lower = Math.floor(place / 100);
  return { lower, upper: Math.ceil(place / 100), hundredths: place - lower * 100 };
}

function drawsOnExtremes(count: number, percent: number): boolean {
  const { lower, upper } = placeOf(count, percent);
  return lower === 0 || upper === count - 1;
}
