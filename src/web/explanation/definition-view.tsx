import type { DefinitionShownFragment } from '#src/web/gql/operations.ts';
import { formatDecimal } from '#src/web/values/format.ts';
import { BETTER, THRESHOLD_TYPE } from './explanation-words.ts';
import type { Explanation } from './use-explanation.ts';

interface DefinitionViewProps {
  readonly definition: DefinitionShownFragment;
  readonly thresholds: Explanation['thresholds'];
}

/** The definition of a number: description, what is better, formula, thresholds, and the numbers that use it. */
export function DefinitionView({ definition, thresholds }: DefinitionViewProps) {
  const dependents = 'dependents' in definition ? definition.dependents : [];
  return (
    <details className="explanation-definition">
      <summary>Definition</summary>
      <p>
        {definition.description} {BETTER[definition.better]}
      </p>
      {definition.formula && (
        <p>
          Formula: <code>{definition.formula}</code>
        </p>
      )}
      {thresholds.map(({ type, bound, value }) => (
        <p key={`${type} ${bound}`}>
          {THRESHOLD_TYPE[type]} {bound === 'MIN' ? 'below' : 'above'} {formatDecimal(value, definition.format)}.
        </p>
      ))}
      {dependents.length > 0 && <p>Used in {dependents.map(({ label }) => label).join(', ')}.</p>}
    </details>
  );
}
