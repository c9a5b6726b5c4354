import { usePrefetch } from '#src/web/client/use-operation.ts';
import { MetricExplanationOperation, SmartNumberExplanationOperation } from '#src/web/gql/operations.ts';
import type { ExplainedNumber } from './explained-number.ts';

/** Asks for an explanation while the pointer still comes to rest. */
export function usePrefetchedExplanation({ kind, key, period }: ExplainedNumber): () => void {
  const metric = usePrefetch(MetricExplanationOperation, { key, period });
  const smartNumber = usePrefetch(SmartNumberExplanationOperation, { key, period });
  return kind === 'metric' ? metric : smartNumber;
}
