import type { MouseEvent } from 'react';
import { Failure } from '#src/web/controls/query-states.tsx';
import { formatValue } from '#src/web/values/format.ts';
import { BreakdownView } from './breakdown-view.tsx';
import { ChangesView } from './changes-view.tsx';
import { DefinitionView } from './definition-view.tsx';
import type { ExplainedNumber } from './explained-number.ts';
import { coverageOf } from './explanation-words.ts';
import { MovementView } from './movement-view.tsx';
import { OriginView } from './origin-view.tsx';
import { type Explanation, useExplanation } from './use-explanation.ts';

interface ExplanationPanelProps {
  readonly of: ExplainedNumber;
  readonly titleId: string;
  close(event: MouseEvent): void;
}

/** The explanation of a number: calculation, components, origin, history and definition. */
export function ExplanationPanel({ of, titleId, close }: ExplanationPanelProps) {
  const { explanation, error, isAbsent, retry } = useExplanation(of);
  return (
    <>
      <header className="explanation-header">
        <div id={titleId} className="explanation-title">
          {explanation ? `${explanation.definition.label}, ${explanation.label}` : 'Explanation'}
        </div>
        <button type="button" className="btn-close" aria-label="Close" onClick={close} />
      </header>
      <div className="explanation-body">
        {explanation && <ExplanationContent of={of} explanation={explanation} />}
        {error && !explanation && <Failure error={error} retry={retry} />}
        {isAbsent && <p>This number does not exist.</p>}
        {!explanation && !error && !isAbsent && <ExplanationSkeleton />}
      </div>
    </>
  );
}

interface ExplanationContentProps {
  readonly of: ExplainedNumber;
  readonly explanation: Explanation;
}

function ExplanationContent({ of, explanation }: ExplanationContentProps) {
  const { definition, breakdown, origin, changes } = explanation;
  const coverage = coverageOf(explanation.state, explanation.months);
  return (
    <>
      <p className="explanation-value">{formatValue(explanation, definition.format)}</p>
      {coverage && <p className="explanation-coverage">{coverage}</p>}
      {breakdown && <BreakdownView breakdown={breakdown} />}
      {explanation.value !== null && <MovementView of={of} />}
      {origin && <OriginView origin={origin} suppliedBy={explanation.suppliedBy} />}
      {changes && <ChangesView changes={changes} format={definition.format} />}
      <DefinitionView definition={definition} thresholds={explanation.thresholds} />
    </>
  );
}

/** As high as most explanations, to avoid a layout shift when one is loaded. */
function ExplanationSkeleton() {
  return (
    <div className="explanation-skeleton placeholder-glow" role="status" aria-label="Loading the explanation …">
      {['w-25', 'w-100', 'w-75', 'w-100', 'w-50'].map((width, index) => (
        <span key={index.toString()} className={`placeholder ${width}`} />
      ))}
    </div>
  );
}
