import type { ThresholdStatus } from '#src/web/gql/operations.ts';
import { THRESHOLD_STATUS } from './review-words.ts';

interface StatusBadgeProps {
  readonly status: ThresholdStatus;
  /** The thresholds as text: `warning below 20.00%`. */
  readonly limits: string;
}

/** The status of a value and its thresholds; absent if no threshold is set. */
export function StatusBadge({ status, limits }: StatusBadgeProps) {
  if (status === 'NONE') return null;
  const { sign, word } = THRESHOLD_STATUS[status];
  return (
    <p className="status" data-status={status}>
      <span className="status-sign" aria-hidden="true">
        {sign}
      </span>
      <span className="status-word">{word}</span>
      {limits && <span className="status-limits">{limits}</span>}
    </p>
  );
}
