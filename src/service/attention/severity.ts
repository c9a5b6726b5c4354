/** How much an item matters, most first. */
export const SEVERITIES = ['critical', 'warning', 'notice'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What every item says, for a person. */
export interface AttentionText {
  readonly severity: Severity;
  /** What is the matter, in a sentence. */
  readonly message: string;
  /** What to do about it, in a sentence. */
  readonly action: string;
}
