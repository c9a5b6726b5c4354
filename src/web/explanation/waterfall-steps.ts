/** A step of a waterfall: where its bar begins and ends, as fractions of the width. */
export interface WaterfallStep {
  readonly from: number;
  readonly to: number;
}

/** A waterfall: a step for each contribution, and where no change is. */
export interface Waterfall {
  readonly zero: number;
  readonly steps: readonly WaterfallStep[];
}

/**
 * Steps that begin at no change, each where the one before ended, so that the last ends at the sum. Doubles, because drawing does
 * not need exact decimals.
 */
export function waterfallOf(contributions: readonly string[]): Waterfall {
  const ends: number[] = [];
  for (const contribution of contributions) ends.push((ends.at(-1) ?? 0) + Number(contribution));
  const least = Math.min(0, ...ends);
  const range = Math.max(0, ...ends) - least;
  const placeOf = (value: number) => (range === 0 ? 0 : (value - least) / range);
  const steps = ends.map((end, index) => ({ from: placeOf(ends[index - 1] ?? 0), to: placeOf(end) }));
  return { zero: placeOf(0), steps };
}
