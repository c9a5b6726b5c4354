import { useOperation } from '#src/web/client/use-operation.ts';
import { MetricNamesOperation } from '#src/web/gql/operations.ts';
import type { ValueFormat } from '#src/web/values/format.ts';

/** A metric's label and format. */
export interface MetricName {
  readonly label: string;
  readonly format: ValueFormat;
}

/** Returns the name of a metric by its key; the key itself and plain numbers until the definitions are loaded. */
export function useMetricNames(): (key: string) => MetricName {
  const { data } = useOperation(MetricNamesOperation, {});
  const known = data ? [...data.metricDefinitions, ...data.financialHealth] : [];
  return (key) => known.find((definition) => definition.key === key) ?? { label: key, format: 'NUMBER' };
}
