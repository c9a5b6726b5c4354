/** What an organization has to do with benchmarks. */
export const PARTICIPATIONS = ['none', 'receive', 'share'] as const;

/**
 * `none`: nothing is shared and nothing told; `receive`: nothing is shared, and only sets of other sources are told; `share`: its
 * exact values are counted, and it is told its peers'.
 */
export type Participation = (typeof PARTICIPATIONS)[number];

/** How an organization takes part, and its size as it says it. */
export interface BenchmarkSettings {
  readonly participation: Participation;
  /** Endpoints under management, which decide on the band; null for not said. */
  readonly endpoints: number | null;
  readonly employees: number | null;
  /** What the organization notes of itself, such as its peer group; no other organization sees it. */
  readonly label: string | null;
}

/** Of an organization that has said nothing. */
export const NO_PARTICIPATION: BenchmarkSettings = {
  ...{ participation: 'none', endpoints: null, employees: null, label: null },
};

/** The settings as stored; what is not understood counts as not said. */
export function parseBenchmarkSettings(stored: unknown): BenchmarkSettings {
  if (typeof stored !== 'object' || stored === null) return NO_PARTICIPATION;
  const { participation, endpoints, employees, label } = stored as Readonly<Record<string, unknown>>;
  return {
    participation: PARTICIPATIONS.find((each) => each === participation) ?? 'none',
    endpoints: typeof endpoints === 'number' ? endpoints : null,
    employees: typeof employees === 'number' ? employees : null,
    label: typeof label === 'string' ? label : null,
  };
}
