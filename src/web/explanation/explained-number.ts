import type { PeriodKey } from '#src/web/values/period.ts';

/** Identifies an explained number. */
export interface ExplainedNumber {
  readonly kind: 'metric' | 'smartNumber';
  readonly key: string;
  readonly period: PeriodKey;
}
