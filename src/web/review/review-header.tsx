import { PeriodPicker } from '#src/web/controls/period-picker.tsx';
import type { PeriodStatus } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { formatDate } from '#src/web/values/format.ts';
import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';
import type { ReviewedOrganization } from './reviewed-organization.ts';
import { usePrintDate } from './use-print-date.ts';

/** The status of a period, and what it means for its numbers. */
const STATUS: Readonly<Record<PeriodStatus, { readonly word: string; readonly meaning: string }>> = {
  FUTURE: { word: 'Not started', meaning: 'there are no numbers yet' },
  RUNNING: { word: 'Running', meaning: 'its numbers will still change' },
  ENDED: { word: 'Ended', meaning: 'entries can still be corrected' },
  CLOSED: { word: 'Closed', meaning: 'its numbers are final' },
};

interface ReviewHeaderProps {
  readonly period: PeriodKey;
  /** Null while it is loading. */
  readonly reviewed: ReviewedOrganization['period'] | null;
}

/** The organization, the period and its status; on paper also the print date. */
export function ReviewHeader({ period, reviewed }: ReviewHeaderProps) {
  const { organization } = useShell();
  const printedAt = usePrintDate();
  const known = reviewed?.period === period ? reviewed : null;
  return (
    <header className="review-header">
      <div>
        <h1>
          <span className="review-company">{organization?.name} </span>
          Business review, {known?.label ?? formatPeriod(period)}
        </h1>
        <p className="review-status" data-status={known?.status}>
          {known ? (
            <>
              <b>{STATUS[known.status].word}</b>: {STATUS[known.status].meaning}
            </>
          ) : (
            ' '
          )}
        </p>
        <p className="review-printed">Printed {formatDate(printedAt.toISOString())}</p>
      </div>
      <PeriodPicker period={period} />
    </header>
  );
}
