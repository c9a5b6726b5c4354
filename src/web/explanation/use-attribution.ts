import { useOperation } from '#src/web/client/use-operation.ts';
import {
  type AttributedChangeFragment,
  type ComparisonPeriod,
  MetricAttributionOperation,
  SmartNumberAttributionOperation,
} from '#src/web/gql/operations.ts';
import type { ExplainedNumber } from './explained-number.ts';

/** Why a number changed, as the server divides it. */
export type ChangeAttribution = AttributedChangeFragment['attribution'];

interface AskedAttribution {
  /** Null while it is loading, and of a number that does not exist. */
  readonly attribution: ChangeAttribution | null;
  readonly error: Error | null;
  retry(): unknown;
}

/** Loads what the change of a number consists of. Apart from its explanation, because it takes the server longer. */
export function useAttribution({ kind, key, period }: ExplainedNumber, since: ComparisonPeriod): AskedAttribution {
  const variables = { key, period, since };
  const metric = useOperation(MetricAttributionOperation, variables, { enabled: kind === 'metric' });
  const smartNumber = useOperation(SmartNumberAttributionOperation, variables, { enabled: kind === 'smartNumber' });
  const asked = kind === 'metric' ? metric : smartNumber;
  const change =
    kind === 'metric'
      ? metric.data?.organization?.period.metric?.change
      : smartNumber.data?.organization?.period.smartNumber?.change;
  // The previous result is of the other period.
  const attribution = asked.isPlaceholderData ? null : (change?.attribution ?? null);
  return { attribution, error: asked.error, retry: asked.refetch };
}
