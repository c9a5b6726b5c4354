import './quality.css';
import { Link } from 'wouter';
import { basePath } from '#src/web/base-path.ts';
import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { ValidationOperation } from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { NightStrip } from './night-strip.tsx';
import { ValidatedMonths } from './validated-months.tsx';
import type { Validation } from './validation.ts';

/** Validation: the last nine nights, every month, and what was tried by hand, before the nightly collection is trusted. */
export function ValidationPage() {
  const { data, error, refetch } = useOperation(ValidationOperation, {});
  const validation = data?.organization?.validation;
  return (
    <div className="quality">
      <header className="quality-header">
        <div>
          <h1>Validation</h1>
          <Link href="/quality">Data quality</Link>
          {' · '}
          <a href={`${basePath()}/reference`}>How every number is calculated</a>
        </div>
      </header>
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Recomputing every month" />}
      {validation && <Sections validation={validation} />}
    </div>
  );
}

function Sections({ validation }: { readonly validation: Validation }) {
  const { passed, goodNights, reasons, nights, months, quarters, exercises } = validation;
  return (
    <>
      <section className="quality-section" aria-labelledby="nights">
        <h2 id="nights">The last nine nights</h2>
        <p>
          <strong>{passed ? 'Passed' : 'Not passed'}</strong>: {goodNights} good nights in a row of 9.
        </p>
        <NightStrip nights={nights} />
        {reasons.length > 0 && (
          <ul className="quality-reasons">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
      </section>
      <ValidatedMonths months={months} quarters={quarters} />
      <Exercises exercises={exercises} />
    </>
  );
}

const EXERCISE_WORDS: Readonly<Record<Validation['exercises'][number]['kind'], string>> = {
  ENTRY: 'Manual entry',
  OVERRIDE: 'Override',
  RELEASE: 'Release',
  RECOLLECTION: 'Re-collection that overwrites',
};

function Exercises({ exercises }: Pick<Validation, 'exercises'>) {
  return (
    <section className="quality-section" aria-labelledby="exercises">
      <h2 id="exercises">Tried by hand</h2>
      <dl className="quality-facts">
        {exercises.map(({ kind, at, by }) => (
          <div key={kind}>
            <dt>{EXERCISE_WORDS[kind]}</dt>
            <dd>{at ? `${formatInstant(at)} by ${by}` : 'Never'}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
