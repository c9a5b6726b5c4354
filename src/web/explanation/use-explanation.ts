import { useOperation, usePrefetch } from '#src/web/client/use-operation.ts';
import {
  type BreakdownShownFragment,
  type ChangesShownFragment,
  type DefinitionShownFragment,
  MetricExplanationOperation,
  type MetricExplanationQuery,
  type MetricSource,
  type OriginShownFragment,
  SmartNumberExplanationOperation,
  type SmartNumberExplanationQuery,
  type ThresholdStatus,
  type ValueState,
} from '#src/web/gql/operations.ts';
import type { ValueFormat } from '#src/web/values/format.ts';
import { isQuarter } from '#src/web/values/period.ts';
import type { ExplainedNumber } from './explained-number.ts';

type Thresholds = NonNullable<MetricExplanationQuery['organization']>['thresholds'];

/** The explanation of a metric or SmartNumber. */
export interface Explanation {
  /** The label of the period. */
  readonly label: string;
  readonly value: string | null;
  readonly formatted: string;
  readonly state: ValueState;
  readonly status: ThresholdStatus;
  readonly months: readonly string[];
  readonly definition: DefinitionShownFragment & { readonly format: ValueFormat };
  readonly breakdown: BreakdownShownFragment | null;
  readonly thresholds: Thresholds;
  /** Its origin; only for metrics of a month. */
  readonly origin: OriginShownFragment | null;
  readonly suppliedBy: MetricSource | null;
  /** Its findings and history; only for metrics. */
  readonly changes: ChangesShownFragment | null;
}

interface AskedExplanation {
  readonly explanation: Explanation | null;
  readonly error: Error | null;
  /** Whether the server answered that the number does not exist. */
  readonly isAbsent: boolean;
  retry(): unknown;
}

/** Loads the explanation of a number. */
export function useExplanation({ kind, key, period }: ExplainedNumber): AskedExplanation {
  const variables = { key, period };
  const metric = useOperation(MetricExplanationOperation, variables, { enabled: kind === 'metric' });
  const smartNumber = useOperation(SmartNumberExplanationOperation, variables, { enabled: kind === 'smartNumber' });
  const asked = kind === 'metric' ? metric : smartNumber;
  const explanation = kind === 'metric' ? ofMetric(metric.data, period) : ofSmartNumber(smartNumber.data);
  return {
    explanation,
    error: asked.error,
    isAbsent: asked.data !== undefined && explanation === null,
    retry: asked.refetch,
  };
}

/** Fetches an explanation while the pointer comes to rest, before it opens. */
export function usePrefetchedExplanation({ kind, key, period }: ExplainedNumber): () => void {
  const metric = usePrefetch(MetricExplanationOperation, { key, period });
  const smartNumber = usePrefetch(SmartNumberExplanationOperation, { key, period });
  return kind === 'metric' ? metric : smartNumber;
}

function ofMetric(data: MetricExplanationQuery | undefined, period: string): Explanation | null {
  const metric = data?.organization?.period.metric;
  if (!data?.organization || !metric) return null;
  const isMonth = !isQuarter(period);
  return {
    ...metric,
    label: data.organization.period.label,
    thresholds: data.organization.thresholds.filter(({ metric: key }) => key === metric.definition.key),
    origin: isMonth ? metric : null,
    suppliedBy: metric.definition.source,
    changes: metric,
  };
}

function ofSmartNumber(data: SmartNumberExplanationQuery | undefined): Explanation | null {
  const smartNumber = data?.organization?.period.smartNumber;
  if (!data?.organization || !smartNumber) return null;
  return {
    ...smartNumber,
    label: data.organization.period.label,
    thresholds: data.organization.thresholds.filter(({ metric }) => metric === smartNumber.definition.key),
    origin: null,
    suppliedBy: null,
    changes: null,
  };
}
