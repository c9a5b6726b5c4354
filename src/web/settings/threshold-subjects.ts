import type { ThresholdsQuery } from '#src/web/gql/operations.ts';
import type { ValueFormat } from '#src/web/values/format.ts';

/** A metric or SmartNumber that a threshold can be set on. */
export interface ThresholdSubject {
  readonly key: string;
  readonly label: string;
  readonly format: ValueFormat;
  /** A suggested range, as exact decimals; null if there is none. */
  readonly suggestedRange: { readonly min: string; readonly max: string } | null;
}

/** The subjects of thresholds. `lost_mrr`, which is both, means the SmartNumber. */
export function thresholdSubjects({ smartNumberDefinitions, metricDefinitions }: ThresholdsQuery): {
  readonly smartNumbers: readonly ThresholdSubject[];
  readonly metrics: readonly ThresholdSubject[];
} {
  const keys = new Set(smartNumberDefinitions.map(({ key }) => key));
  const metrics = metricDefinitions
    .filter(({ key }) => !keys.has(key))
    .map((definition) => ({ ...definition, suggestedRange: null }));
  return { smartNumbers: smartNumberDefinitions, metrics };
}
