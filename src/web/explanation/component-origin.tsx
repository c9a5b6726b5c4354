import { Failure } from '#src/web/controls/query-states.tsx';
import type { PeriodKey } from '#src/web/values/period.ts';
import { Components } from './breakdown-view.tsx';
import { ChangesView } from './changes-view.tsx';
import { coverageOf } from './explanation-words.ts';
import { OriginView } from './origin-view.tsx';
import { useExplanation } from './use-explanation.ts';

interface ComponentOriginProps {
  readonly metric: string;
  readonly period: PeriodKey;
}

/** Where a number comes from that another is made of: its own calculation, or who entered it or what collected it. */
export function ComponentOrigin({ metric, period }: ComponentOriginProps) {
  const { explanation, error, isAbsent, retry } = useExplanation({ kind: 'metric', key: metric, period });
  if (error && !explanation) return <Failure error={error} retry={retry} />;
  if (isAbsent) return <p>Nothing more is known of it.</p>;
  if (!explanation) return <p className="text-body-secondary">Loading …</p>;
  const { breakdown, origin, changes, definition } = explanation;
  const coverage = coverageOf(explanation.state, explanation.months);
  return (
    <>
      {coverage && <p className="explanation-coverage">{coverage}</p>}
      {breakdown && (
        <>
          <p className="explanation-calculation">{breakdown.display}</p>
          <Components of={breakdown} />
        </>
      )}
      {origin && <OriginView origin={origin} suppliedBy={explanation.suppliedBy} />}
      {changes && <ChangesView changes={changes} format={definition.format} />}
    </>
  );
}
