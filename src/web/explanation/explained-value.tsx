import type { ReactNode } from 'react';
import type { PeriodKey } from '../period.ts';

/** Which number is explained. */
export interface ExplainedNumber {
  readonly kind: 'metric' | 'smartNumber';
  readonly key: string;
  readonly period: PeriodKey;
}

/** A number that says how it came about when it is pointed at, focused or tapped. */
export function ExplainedValue({ children }: { readonly of: ExplainedNumber; readonly children: ReactNode }) {
  return (
    <button type="button" className="explained-value">
      {children}
    </button>
  );
}
