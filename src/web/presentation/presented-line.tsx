import { Link } from 'wouter';
import { formatDate } from '#src/web/values/format.ts';
import type { PeriodKey } from '#src/web/values/period.ts';
import { changedWords, presentationPath } from './presentation-words.ts';
import type { PresentedReview } from './use-presented.ts';

interface PresentedLineProps {
  readonly period: PeriodKey;
  readonly presented: PresentedReview;
}

/** That a period was presented, and how much has changed since; leads to the presentation. */
export function PresentedLine({ period, presented }: PresentedLineProps) {
  const { version, presentedAt, changedCount, ruleChanges } = presented;
  return (
    <p className="review-presented">
      <Link href={presentationPath(period, version)}>
        Presented on {formatDate(presentedAt)} as version {version}; {changedWords(changedCount, ruleChanges.length)}
      </Link>
    </p>
  );
}

interface PresentedMarkProps extends PresentedLineProps {
  /** Key of the SmartNumber. */
  readonly of: string;
}

/** Beside a number that is another one than was presented: what was. */
export function PresentedMark({ period, presented, of }: PresentedMarkProps) {
  const difference = presented.differences.find(
    ({ definition }) => definition.kind === 'SMART_NUMBER' && definition.key === of,
  );
  if (!difference) return null;
  return (
    <p className="presented-mark">
      <Link href={`${presentationPath(period, presented.version)}#difference-smart_number-${of}`}>
        <span aria-hidden="true">≠</span> Presented as {difference.presentedFormatted}
      </Link>
    </p>
  );
}
