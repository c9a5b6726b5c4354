/** Severities, most severe first. */
export const SEVERITIES = ['critical', 'warning', 'notice'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The texts of an item. */
export interface AttentionText {
  readonly severity: Severity;
  /** The problem, in a sentence. */
  readonly message: string;
  /** The remedy, in a sentence. */
  readonly action: string;
}
