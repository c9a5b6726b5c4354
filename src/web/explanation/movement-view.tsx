import { useId, useState } from 'react';
import { Failure } from '#src/web/controls/query-states.tsx';
import type { ComparisonPeriod } from '#src/web/gql/operations.ts';
import { formatPeriod, isQuarter, type PeriodKey, periodsBefore } from '#src/web/values/period.ts';
import type { ExplainedNumber } from './explained-number.ts';
import { type ChangeAttribution, useAttribution } from './use-attribution.ts';
import { WaterfallView } from './waterfall-view.tsx';

/** Why a number moved since the period before, or since a year ago: in a sentence, and as a waterfall. */
export function MovementView({ of }: { readonly of: ExplainedNumber }) {
  const [since, setSince] = useState<ComparisonPeriod>('PREVIOUS');
  const { attribution, error, retry } = useAttribution(of, since);
  const headingId = useId();
  return (
    <section className="movement" aria-labelledby={headingId}>
      <div className="movement-head">
        <h3 id={headingId} className="explanation-heading">
          Why it moved
        </h3>
        <fieldset className="btn-group btn-group-sm" aria-label="Since">
          {(['PREVIOUS', 'YEAR_AGO'] as const).map((each) => (
            <button
              type="button"
              key={each}
              className={`btn btn-outline-secondary ${each === since ? 'active' : ''}`}
              aria-pressed={each === since}
              onClick={() => setSince(each)}
            >
              since {formatPeriod(earlierPeriod(of.period, each))}
            </button>
          ))}
        </fieldset>
      </div>
      {attribution && <Movement attribution={attribution} of={of.key} />}
      {error && !attribution && <Failure error={error} retry={retry} />}
      {!attribution && !error && <p className="text-body-secondary">Loading …</p>}
    </section>
  );
}

function Movement({ attribution, of }: { readonly attribution: ChangeAttribution; readonly of: string }) {
  if (!attribution.attributable) {
    return <p className="text-body-secondary">The change is not divided among its inputs: {attribution.reason}.</p>;
  }
  return (
    <>
      <p className="movement-sentence">{attribution.sentence}</p>
      <WaterfallView attribution={attribution} of={of} />
    </>
  );
}

function earlierPeriod(period: PeriodKey, since: ComparisonPeriod): PeriodKey {
  return periodsBefore(period, since === 'PREVIOUS' ? 1 : isQuarter(period) ? 4 : 12);
}
