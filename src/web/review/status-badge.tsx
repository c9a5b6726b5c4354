import type { ThresholdStatus } from '#src/web/gql/operations.ts';

/** Status by sign and word; the colour only repeats them. */
const STATUS: Readonly<Record<Exclude<ThresholdStatus, 'NONE'>, { readonly sign: string; readonly word: string }>> = {
  OK: { sign: '✓', word: 'Within limits' },
  WARNING: { sign: '▲', word: 'Warning' },
  CRITICAL: { sign: '✕', word: 'Critical' },
  UNKNOWN: { sign: '?', word: 'Not known' },
};

interface StatusBadgeProps {
  readonly status: ThresholdStatus;
  /** What the thresholds say: `warning below 20.00%`. */
  readonly limits: string;
}

/** Where a value stands against its thresholds, and what they are; nothing where none is set for it. */
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
