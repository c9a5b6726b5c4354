/** The provenance of a collected value: the filter, the rows counted and the rows excluded. */
export interface Provenance {
  /** The filter in words: `Parent tickets on the board "Help Desk", any status, by date entered`. */
  readonly filter: string;
  /** Number of rows that count towards the value. */
  readonly rowsCounted: number;
  /** Rows that were read and excluded, by rule; rules that excluded none are not listed. */
  readonly exclusions: readonly Exclusion[];
  /** Local date, `YYYY-MM-DD`, of the device snapshot that was counted; null for values counted over the whole month. */
  readonly snapshotDate: string | null;
}

export interface Exclusion {
  /** In words: `spares`. */
  readonly rule: string;
  readonly count: number;
}

/** The exclusions with a count above 0. */
export function exclusionsOf(counts: Readonly<Record<string, number>>): Exclusion[] {
  return Object.entries(counts).flatMap(([rule, count]) => (count > 0 ? [{ rule, count }] : []));
}
