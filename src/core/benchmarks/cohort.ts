/** Members with so many endpoints under management; whoever does not say how many is in no band. */
export const BANDS = ['small', 'medium', 'large'] as const;
export type Band = (typeof BANDS)[number];

/** Whose values are compared: everybody's, or those of a band. */
export const COHORTS = ['all', ...BANDS] as const;
export type Cohort = (typeof COHORTS)[number];

/** Endpoints from which a band begins (docs/benchmarks.md); it ends where the next one begins. */
export const BAND_STARTS: Readonly<Record<Band, number>> = { small: 0, medium: 500, large: 2_000 };

/** The band of a member with that many endpoints; null if it does not say. */
export function bandOf(endpoints: number | null): Band | null {
  if (endpoints === null) return null;
  return BANDS.findLast((band) => endpoints >= BAND_STARTS[band]) ?? null;
}
