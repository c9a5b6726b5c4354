import type { PeriodStatus, SmartNumberShownFragment, ThresholdStatus } from '#src/web/gql/operations.ts';

/*
 * Words that the server prints on a pack too; a test compares them with src/core/review-words.ts.
 */

/** The status of a period, and what it means for its numbers. */
export const PERIOD_STATUS: Readonly<Record<PeriodStatus, { readonly word: string; readonly meaning: string }>> = {
  FUTURE: { word: 'Not started', meaning: 'there are no numbers yet' },
  RUNNING: { word: 'Running', meaning: 'its numbers will still change' },
  ENDED: { word: 'Ended', meaning: 'entries can still be corrected' },
  CLOSED: { word: 'Closed', meaning: 'its numbers are final' },
};

/** Each status has a sign and a word, because colour alone is not accessible. */
export const THRESHOLD_STATUS: Readonly<
  Record<Exclude<ThresholdStatus, 'NONE'>, { readonly sign: string; readonly word: string }>
> = {
  OK: { sign: '✓', word: 'Within limits' },
  WARNING: { sign: '▲', word: 'Warning' },
  CRITICAL: { sign: '✕', word: 'Critical' },
  UNKNOWN: { sign: '?', word: 'Unknown' },
};

/** The months that a value covers, and its missing inputs; null for a complete one. */
export function coverageWords(
  { state, monthsCovered, breakdown }: Pick<SmartNumberShownFragment, 'state' | 'monthsCovered' | 'breakdown'>,
  isOfQuarter: boolean,
): string | null {
  if (state === 'EXACT') return null;
  const missing = breakdown.missing.map(({ label }) => label).join(', ');
  const why = {
    PARTIAL: isOfQuarter ? `Partial: ${monthsCovered} of 3 months` : 'Partial',
    NO_DATA: 'No data',
    NOT_COMPUTABLE: 'Cannot be computed',
  }[state];
  return missing ? `${why}. Missing: ${missing}` : why;
}
