import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import type { StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Month } from '#src/core/period.ts';
import type { MonthLeaves, Rules } from './derive.ts';

/** What is stored of a month. */
export interface StoredMonth {
  readonly month: Month;
  readonly stored: ReadonlyMap<string, StoredMetric>;
}

/** The rules of the registries. */
export const RULES: Rules = { metrics: METRICS, smartNumbers: SMART_NUMBERS };

/** The values of a month that no formula gave. */
export function leavesOf({ month, stored }: StoredMonth): MonthLeaves {
  const leaves = [...stored.values()].filter(({ source }) => source !== 'calculated');
  return { month, leaves: new Map(leaves.map(({ metric, value }) => [metric, value.toFixed()])) };
}
