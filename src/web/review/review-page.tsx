import './review.css';
import { useOperation } from '#src/web/client/use-operation.ts';
import { useChosenPeriod } from '#src/web/controls/period-picker.tsx';
import { Failure } from '#src/web/controls/query-states.tsx';
import { useDocumentTitle } from '#src/web/frame/use-document-title.ts';
import { ReviewOperation } from '#src/web/gql/operations.ts';
import { usePresented } from '#src/web/presentation/use-presented.ts';
import { isQuarter, type PeriodKey, periodsBefore } from '#src/web/values/period.ts';
import { AttentionStrip } from './attention-strip.tsx';
import { NothingYet } from './nothing-yet.tsx';
import { ReviewHeader } from './review-header.tsx';
import { ReviewSections } from './review-sections.tsx';
import { ReviewSkeleton } from './review-skeleton.tsx';

/** Periods of a sparkline, including the chosen one. */
const SPARKLINE_PERIODS = 8;

/** The 18 SmartNumbers of a quarter or month. */
export function ReviewPage() {
  const period = useChosenPeriod();
  return period === null ? <NothingYet /> : <Review period={period} />;
}

function Review({ period }: { readonly period: PeriodKey }) {
  const { data, error, refetch, isPlaceholderData } = useOperation(ReviewOperation, {
    period,
    kind: isQuarter(period) ? 'QUARTER' : 'MONTH',
    from: periodsBefore(period, SPARKLINE_PERIODS - 1),
  });
  const organization = data?.organization;
  const presented = usePresented(period);
  useDocumentTitle(organization ? [organization.period.label, 'Business review', organization.name] : null);
  return (
    <div className="review" aria-busy={isPlaceholderData}>
      <ReviewHeader period={period} reviewed={organization?.period ?? null} presented={presented} />
      {error && !organization && <Failure error={error} retry={refetch} />}
      {organization ? (
        <>
          <AttentionStrip items={organization.attention} />
          <ReviewSections organization={organization} presented={presented} />
        </>
      ) : (
        !error && <ReviewSkeleton />
      )}
    </div>
  );
}
