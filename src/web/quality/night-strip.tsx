import { formatLocalDate } from '#src/web/values/format.ts';
import type { Validation } from './validation.ts';

type Night = Validation['nights'][number];

/** The last nights as a strip, oldest first; each opens to its problems and what was seen. */
export function NightStrip({ nights }: { readonly nights: readonly Night[] }) {
  return (
    <ol className="quality-nights">
      {nights.map((night) => (
        <li key={night.date} data-good={night.isGood}>
          <details>
            <summary>
              <span>{formatLocalDate(night.date)}</span>{' '}
              <strong>
                <span aria-hidden="true">{night.isGood ? '✓' : '✗'}</span> {night.isGood ? 'Good' : 'Not good'}
              </strong>
            </summary>
            <ul>
              {night.runId !== null && <li>Collection {night.runId}.</li>}
              {[...night.problems.map(({ message }) => message), ...night.notes].map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ol>
  );
}
