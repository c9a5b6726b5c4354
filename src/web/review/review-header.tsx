import { PeriodPicker } from '#src/web/controls/period-picker.tsx';
import { fileOf } from '#src/web/organization.ts';
import { PresentButton } from '#src/web/presentation/present-dialog.tsx';
import { isOver } from '#src/web/presentation/presentation-words.ts';
import { PresentedLine } from '#src/web/presentation/presented-line.tsx';
import type { PresentedReview } from '#src/web/presentation/use-presented.ts';
import { useIsEditor, useShell } from '#src/web/shell.ts';
import { formatDate } from '#src/web/values/format.ts';
import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';
import { ReadinessView } from './readiness-view.tsx';
import { PERIOD_STATUS } from './review-words.ts';
import type { ReviewedOrganization } from './reviewed-organization.ts';
import { usePrintDate } from './use-print-date.ts';

interface ReviewHeaderProps {
  readonly period: PeriodKey;
  /** Null while it is loading. */
  readonly reviewed: ReviewedOrganization['period'] | null;
  /** Null while it is loading, and if the period has not been presented. */
  readonly presented: PresentedReview | null;
}

/** The organization, the period and its status, and its pack to save; on paper also the print date. */
export function ReviewHeader({ period, reviewed, presented }: ReviewHeaderProps) {
  const { organization } = useShell();
  const isEditor = useIsEditor();
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
              <b>{PERIOD_STATUS[known.status].word}</b>: {PERIOD_STATUS[known.status].meaning}
            </>
          ) : (
            ' '
          )}
        </p>
        <ReadinessView period={period} />
        {presented && <PresentedLine period={period} presented={presented} />}
        <p className="review-printed">Printed {formatDate(printedAt.toISOString())}</p>
      </div>
      <div className="d-flex flex-wrap gap-2 d-print-none">
        <PeriodPicker period={period} />
        <a className="btn btn-outline-secondary" href={fileOf('/export/pack', { period })} download>
          Pack (PDF)
        </a>
        {isEditor && known && isOver(known.status) && <PresentButton period={period} />}
      </div>
    </header>
  );
}
