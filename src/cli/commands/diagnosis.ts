/** One line of `qbr doctor`. */
export interface Diagnosis {
  readonly verdict: 'ok' | 'warn' | 'FAIL';
  readonly subject: string;
  /** How it is and, where it is not well, what to do. */
  readonly finding: string;
}

/** `ok    Time zone      America/Chicago …` */
export function diagnosisLine({ verdict, subject, finding }: Diagnosis): string {
  return `${verdict.padEnd(4)}  ${subject.padEnd(13)}  ${finding}`;
}
