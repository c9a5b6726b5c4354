import { type MetricDefinition, metricByKey, metricByName } from '#src/core/metrics/metric-registry.ts';
import { comparableName } from '#src/core/metrics/name.ts';
import { type SmartNumberDefinition, smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';

/** What a row of a file is about. A name that the registry does not know may be a custom metric of the organization. */
export type Subject =
  | { readonly kind: 'metric'; readonly definition: MetricDefinition }
  | { readonly kind: 'smartNumber'; readonly definition: SmartNumberDefinition }
  | { readonly kind: 'unknown'; readonly name: string };

/** Keys of metrics by the comparable form of names that a person has given them. */
export type GivenNames = ReadonlyMap<string, string>;

/** What a name stands for: as a person has said, else a metric, else a SmartNumber, by key or display name. */
export function subjectNamed(name: string, given: GivenNames): Subject {
  const key = given.get(comparableName(name));
  const definition = (key === undefined ? undefined : metricByKey(key)) ?? metricByName(name);
  if (definition) return { kind: 'metric', definition };
  const smartNumber = smartNumberByName(name);
  return smartNumber ? { kind: 'smartNumber', definition: smartNumber } : { kind: 'unknown', name };
}
