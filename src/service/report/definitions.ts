import { dependentsOf, METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import { InvalidParameterError, MetricNotFoundError } from '#src/core/errors.ts';
import {
  isInReview,
  METRIC_CATEGORIES,
  METRICS,
  type MetricCategory,
  type MetricDefinition,
  metricByName,
  metricStoredAs,
} from '#src/core/metrics/metric-registry.ts';
import {
  SMART_NUMBERS,
  type SmartNumberCategory,
  type SmartNumberDefinition,
  smartNumberByName,
} from '#src/core/metrics/smart-number-registry.ts';

/** A filter of metrics; empty for those of the seven review categories. */
export interface MetricFilter {
  readonly keys?: readonly string[];
  readonly category?: MetricCategory;
  readonly includeIntermediate?: boolean;
}

/** A filter of SmartNumbers; empty for all. */
export interface SmartNumberFilter {
  readonly keys?: readonly string[];
  readonly category?: SmartNumberCategory;
}

/** A metric or a SmartNumber. */
export type Definition = MetricDefinition | SmartNumberDefinition;

/** The metric with that key or display name; null if there is none. */
export function findMetricDefinition(name: string): MetricDefinition | null {
  return metricByName(name) ?? null;
}

/** The definitions of stored keys. */
export function definitionsOf(keys: readonly string[]): MetricDefinition[] {
  return keys.map(metricStoredAs);
}

/** The definition of a stored key. */
export function definitionOf(key: string): MetricDefinition {
  return metricStoredAs(key);
}

/** The components of the formula, in its order; empty without a formula. */
export function componentsOf(definition: Definition): MetricDefinition[] {
  const formulas = isMetric(definition) ? METRIC_FORMULAS : SMART_NUMBER_FORMULAS;
  return definitionsOf(formulas.get(definition.key)?.inputs ?? []);
}

/** The definitions whose formulas contain the metric: metrics first, then SmartNumbers. */
export function dependentDefinitions({ key }: MetricDefinition): Definition[] {
  const dependents = dependentsOf(key);
  const smartNumbers = new Set(dependents.smartNumbers);
  return [...definitionsOf(dependents.metrics), ...SMART_NUMBERS.filter((each) => smartNumbers.has(each.key))];
}

export { METRIC_CATEGORIES };

/**
 * The category with that name, case-insensitive.
 * @throws InvalidParameterError listing the categories
 */
export function categoryByName(name: string): MetricCategory {
  const category = METRIC_CATEGORIES.find((each) => each.toLowerCase() === name.trim().toLowerCase());
  if (category) return category;
  throw new InvalidParameterError(`category must be one of ${METRIC_CATEGORIES.join(', ')}`, { field: 'category' });
}

/** Whether a definition is of a metric, not a SmartNumber. */
export function isMetric(definition: Definition): definition is MetricDefinition {
  return 'source' in definition;
}

/** Whether a metric is listed only on request. */
export function isHidden({ category }: MetricDefinition): boolean {
  return !isInReview(category);
}

/**
 * The definitions a filter selects, in registry order.
 * @throws MetricNotFoundError for a key that is neither a key nor an alias
 */
export function selectMetrics({ keys, category, includeIntermediate }: MetricFilter): MetricDefinition[] {
  if (keys) {
    const wanted = new Set(
      keys.map((key, index) => {
        const metric = metricByName(key);
        if (!metric) throw new MetricNotFoundError(key, { field: `keys[${index}]` });
        return metric;
      }),
    );
    return METRICS.filter((metric) => wanted.has(metric) && (!category || metric.category === category));
  }
  if (category) return METRICS.filter((metric) => metric.category === category);
  return METRICS.filter((metric) => !isHidden(metric) || (includeIntermediate && metric.category === 'Intermediate'));
}

/**
 * The SmartNumbers a filter selects, in registry order.
 * @throws MetricNotFoundError for a key that is neither a key nor a display name
 */
export function selectSmartNumbers(filter: SmartNumberFilter): SmartNumberDefinition[] {
  const wanted = filter.keys?.map((key, index) => {
    const definition = smartNumberByName(key);
    if (!definition) throw new MetricNotFoundError(key, { field: `keys[${index}]` });
    return definition;
  });
  return SMART_NUMBERS.filter(
    (each) => (wanted?.includes(each) ?? true) && (!filter.category || each.category === filter.category),
  );
}
