import type { PeriodKey } from '#src/web/values/period.ts';

/** Which number is explained. */
export interface ExplainedNumber {
  readonly kind: 'metric' | 'smartNumber';
  readonly key: string;
  readonly period: PeriodKey;
}
