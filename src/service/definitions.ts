import { dependentsOf, METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '../core/lineage.ts';
import { type MetricDefinition, metricByName, metricStoredAs } from '../core/metric-registry.ts';
import { SMART_NUMBERS, type SmartNumberDefinition } from '../core/smart-number-registry.ts';

/** A metric or a SmartNumber. */
export type Definition = MetricDefinition | SmartNumberDefinition;

/** The metric that a key or a display name means; null where there is none. */
export function findMetricDefinition(name: string): MetricDefinition | null {
  return metricByName(name) ?? null;
}

/** What is known of the metrics stored under these keys. */
export function definitionsOf(keys: readonly string[]): MetricDefinition[] {
  return keys.map(metricStoredAs);
}

/** What is known of the metric stored under this key. */
export function definitionOf(key: string): MetricDefinition {
  return metricStoredAs(key);
}

/** The metrics that a formula names, in its order; none for what is not calculated. */
export function componentsOf(definition: Definition): MetricDefinition[] {
  const formulas = isMetric(definition) ? METRIC_FORMULAS : SMART_NUMBER_FORMULAS;
  return definitionsOf(formulas.get(definition.key)?.inputs ?? []);
}

/** Everything whose formula names the metric: metrics first, then SmartNumbers. */
export function dependentDefinitions({ key }: MetricDefinition): Definition[] {
  const dependents = dependentsOf(key);
  const smartNumbers = new Set(dependents.smartNumbers);
  return [...definitionsOf(dependents.metrics), ...SMART_NUMBERS.filter((each) => smartNumbers.has(each.key))];
}

/** Tells the two kinds of definitions apart. */
export function isMetric(definition: Definition): definition is MetricDefinition {
  return 'source' in definition;
}
