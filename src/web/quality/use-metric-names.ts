import { useOperation } from '#src/web/client/use-operation.ts';
import { MetricNamesOperation } from '#src/web/gql/operations.ts';
import type { ValueFormat } from '#src/web/values/format.ts';

/** What a metric is called, and how its values are written. */
export interface MetricName {
  readonly label: string;
  readonly format: ValueFormat;
}

/** What the metric of a key is called; its key and plain numbers until that has been read. */
export function useMetricNames(): (key: string) => MetricName {
  const { data } = useOperation(MetricNamesOperation, {});
  const known = data ? [...data.metricDefinitions, ...data.financialHealth] : [];
  return (key) => known.find((definition) => definition.key === key) ?? { label: key, format: 'NUMBER' };
}
