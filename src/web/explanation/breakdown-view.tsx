import { useState } from 'react';
import type { BreakdownShownFragment, ComponentShownFragment } from '#src/web/gql/operations.ts';
import { formatValue } from '#src/web/values/format.ts';
import { formatPeriod, isQuarter } from '#src/web/values/period.ts';
import { ComponentOrigin } from './component-origin.tsx';
import { SUPPLIED_BY } from './explanation-words.ts';

/** A component as deep as it has been asked for. */
export interface ShownComponent extends ComponentShownFragment {
  readonly breakdown?: ShownBreakdown | null;
}

interface ShownBreakdown {
  readonly display: string;
  readonly components: readonly ShownComponent[];
}

/** How a value was calculated: with its numbers, what is missing, and what each number is made of. */
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

/** What a number is made of; each part opens. */
export function Components({ of, heading }: { readonly of: ShownBreakdown; readonly heading?: string }) {
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
  // The parts of a quarter may cover fewer months than the quarter's own values do: they are as the whole was computed.
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
