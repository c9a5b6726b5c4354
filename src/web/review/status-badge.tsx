import type { ThresholdStatus } from '#src/web/gql/operations.ts';

/** Each status has a sign and a word, because colour alone is not accessible. */
const STATUS: Readonly<Record<Exclude<ThresholdStatus, 'NONE'>, { readonly sign: string; readonly word: string }>> = {
  OK: { sign: '✓', word: 'Within limits' },
  WARNING: { sign: '▲', word: 'Warning' },
  CRITICAL: { sign: '✕', word: 'Critical' },
  UNKNOWN: { sign: '?', word: 'Unknown' },
};

interface StatusBadgeProps {
  readonly status: ThresholdStatus;
  /** The thresholds as text: `warning below 20.00%`. */
  readonly limits: string;
}

/** The status of a value and its thresholds; absent if no threshold is set. */
export function StatusBadge({ status, limits }: StatusBadgeProps) {
  if (status === 'NONE') return null;
  const { sign, word } = STATUS[status];
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
