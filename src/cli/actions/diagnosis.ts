/** One line of `qbr doctor`. */
export interface Diagnosis {
  readonly verdict: 'ok' | 'warn' | 'FAIL';
  readonly subject: string;
  /** The state and, for a problem, the remedy. */
  readonly finding: string;
}

/** `ok    Time zone      America/Chicago …` */
export function diagnosisLine({ verdict, subject, finding }: Diagnosis): string {
  return `${verdict.padEnd(4)}  ${subject.padEnd(13)}  ${finding}`;
}
