import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { ExplainedMonth } from './explanation.ts';
import { METRIC_FORMULAS } from './lineage.ts';

/** A metric that is absent, with the months in which it is. */
export interface AbsentLeaf {
  readonly key: string;
  readonly months: readonly ExplainedMonth[];
}

/**
 * The leaves that some metrics are computed from, in the order of the formulas: what was collected or entered. A calculated metric
 * that was entered by hand in one of the months is a leaf.
 */
export function leafInputs(keys: readonly string[], months: readonly ExplainedMonth[]): readonly string[] {
  const leaves = new Set<string>();
  const visit = (key: string): void => {
    const formula = METRIC_FORMULAS.get(key);
    if (!formula || months.some(({ sources }) => sources.get(key) === 'manual')) leaves.add(key);
    else for (const input of formula.inputs) visit(input);
  };
  for (const key of keys) visit(key);
  return [...leaves];
}

/**
 * The leaves for want of which some metrics are absent in some of the months: neither present themselves nor calculated. A metric
 * that counts as 0 when absent is not missing, unless it is asked for itself.
 */
export function absentLeaves(keys: readonly string[], months: readonly ExplainedMonth[]): readonly AbsentLeaf[] {
  const absent = new Map<string, ExplainedMonth[]>();
  for (const month of months) {
    const seen = new Set<string>();
    const visit = (key: string, isAsked: boolean): void => {
      if (seen.has(key) || month.values.has(key)) return;
      seen.add(key);
      const formula = METRIC_FORMULAS.get(key);
      if (formula) for (const input of formula.inputs) visit(input, false);
      else if (isAsked || !metricStoredAs(key).absentIsZero) absent.set(key, [...(absent.get(key) ?? []), month]);
    };
    for (const key of keys) visit(key, true);
  }
  return Array.from(absent, ([key, each]) => ({ key, months: each }));
}
