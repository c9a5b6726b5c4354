import type { SmartNumberShownFragment } from '#src/web/gql/operations.ts';
import { formatChange, formatDecimal } from '#src/web/values/format.ts';

interface TrendProps {
  readonly number: SmartNumberShownFragment;
  /** The label of the previous period: `Q2 2026`. */
  readonly previousLabel: string;
}

/** The change of a value since the previous period, and whether it is better; or why the two cannot be compared. */
export function Trend({ number: { change, definition }, previousLabel }: TrendProps) {
  if (!change) return null;
  if (!change.comparable) return <p className="trend trend-quiet">No trend: {change.reason}</p>;
  const { absolute, percent, better } = change;
  if (absolute === null || Number(absolute) === 0) return <p className="trend trend-quiet">Same as {previousLabel}</p>;
  const isUp = !absolute.startsWith('-');
  return (
    <p className="trend" data-better={better ?? undefined}>
      <span aria-hidden="true">{isUp ? '↗' : '↘'}</span>{' '}
      <span className="trend-number">
        {percent === null ? `${isUp ? '+' : ''}${formatDecimal(absolute, definition.format)}` : formatChange(percent)}
      </span>
      {better !== null && <span className="trend-word"> {better ? 'better' : 'worse'}</span>}
      <span className="trend-quiet"> {better === null ? `since ${previousLabel}` : `than ${previousLabel}`}</span>
    </p>
  );
}
