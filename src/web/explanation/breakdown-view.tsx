import { useState } from 'react';
import { Failure } from '#src/web/controls/query-states.tsx';
import type { BreakdownShownFragment, ComponentShownFragment } from '#src/web/gql/operations.ts';
import { formatValue } from '#src/web/values/format.ts';
import { formatPeriod, isQuarter, type PeriodKey } from '#src/web/values/period.ts';
import { ChangesView } from './changes-view.tsx';
import { coverageOf, SUPPLIED_BY } from './explanation-words.ts';
import { OriginView } from './origin-view.tsx';
import { useExplanation } from './use-explanation.ts';

/** A component, with its own components as far as they are loaded. */
export interface ShownComponent extends ComponentShownFragment {
  readonly breakdown?: ShownBreakdown | null;
}

interface ShownBreakdown {
  readonly display: string;
  readonly components: readonly ShownComponent[];
}

/** The calculation of a value: its formula with numbers, missing inputs, and components. */
export function BreakdownView({ breakdown }: { readonly breakdown: BreakdownShownFragment }) {
  const { missing } = breakdown;
  return (
    <>
      <p className="explanation-calculation">{breakdown.display}</p>
      {missing.length > 0 && (
        <div className="explanation-missing">
          <h3 className="explanation-heading">Missing</h3>
          <ul>
            {missing.map(({ key, label, source }) => (
              <li key={key}>
                {label} <span className="text-body-secondary">({SUPPLIED_BY[source]})</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Components of={breakdown} heading="Made of" />
    </>
  );
}

/** The components of a number; each can be opened. */
function Components({ of, heading }: { readonly of: ShownBreakdown; readonly heading?: string }) {
  if (of.components.length === 0) return null;
  const periods = new Set(of.components.map(({ period }) => period));
  return (
    <>
      {heading && <h3 className="explanation-heading">{heading}</h3>}
      <ul className="explanation-components">
        {of.components.map((component) => (
          <li key={`${component.definition.key} ${component.period}`}>
            <Component component={component} isOfSeveralPeriods={periods.size > 1} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface ComponentProps {
  readonly component: ShownComponent;
  readonly isOfSeveralPeriods: boolean;
}

function Component({ component, isOfSeveralPeriods }: ComponentProps) {
  const [isOpen, setOpen] = useState(false);
  const { definition, period, breakdown } = component;
  // Components of a quarter may cover fewer months than the quarter's own values: they have the values used in the calculation.
  const isKnown = isQuarter(period) && breakdown;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{isOfSeveralPeriods ? formatPeriod(period) : definition.label}</span>
        <span className="explanation-number">{formatValue(component, definition.format)}</span>
      </summary>
      {isOpen && (
        <div className="explanation-nested">
          {isKnown ? (
            <>
              <p className="explanation-calculation">{breakdown.display}</p>
              <Components of={breakdown} />
            </>
          ) : (
            <ComponentOrigin metric={definition.key} period={period} />
          )}
        </div>
      )}
    </details>
  );
}

interface ComponentOriginProps {
  readonly metric: string;
  readonly period: PeriodKey;
}

/** The origin of a component: its own calculation, its entry or its collection. */
function ComponentOrigin({ metric, period }: ComponentOriginProps) {
  const { explanation, error, isAbsent, retry } = useExplanation({ kind: 'metric', key: metric, period });
  if (error && !explanation) return <Failure error={error} retry={retry} />;
  if (isAbsent) return <p>There are no further details.</p>;
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
