import { useOperation } from '#src/web/client/use-operation.ts';
import { PresentedReviewOperation, type PresentedReviewQuery } from '#src/web/gql/operations.ts';
import type { PeriodKey } from '#src/web/values/period.ts';

/** The newest presentation of a period, and what has changed since. */
export type PresentedReview = NonNullable<NonNullable<PresentedReviewQuery['organization']>['presentation']>;

/** The newest presentation of a period; null while it is loading, and if there is none. Asked beside the review, which does not wait. */
export function usePresented(period: PeriodKey): PresentedReview | null {
  const { data, isPlaceholderData } = useOperation(PresentedReviewOperation, { period });
  return (!isPlaceholderData && data?.organization?.presentation) || null;
}
