/** How a collected value came about: what was asked for, what was counted, and what was left out. */
export interface Provenance {
  /** What was counted, in words: `Parent tickets on the board "Help Desk", any status, by date entered`. */
  readonly filter: string;
  /** The rows that enter the value. */
  readonly rowsCounted: number;
  /** Rows that were read and do not enter it, by the rule that left them out; rules that left nothing out are not listed. */
  readonly exclusions: readonly Exclusion[];
  /** Local date, `YYYY-MM-DD`, of the device snapshot that was counted; null for what is counted over the whole month. */
  readonly snapshotDate: string | null;
}

export interface Exclusion {
  /** In words: `spares`. */
  readonly rule: string;
  readonly count: number;
}

/** The exclusions that left something out. */
export function exclusionsOf(counts: Readonly<Record<string, number>>): Exclusion[] {
  return Object.entries(counts).flatMap(([rule, count]) => (count > 0 ? [{ rule, count }] : []));
}
