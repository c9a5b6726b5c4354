import { ExplainedValue } from '#src/web/explanation/explained-value.tsx';
import type { SmartNumberShownFragment } from '#src/web/gql/operations.ts';
import { PresentedMark } from '#src/web/presentation/presented-line.tsx';
import type { PresentedReview } from '#src/web/presentation/use-presented.ts';
import { formatDecimal, formatValue } from '#src/web/values/format.ts';
import { isQuarter } from '#src/web/values/period.ts';
import { PeerStrip } from './peer-strip.tsx';
import { coverageWords } from './review-words.ts';
import type { ReviewedOrganization } from './reviewed-organization.ts';
import { Sparkline, type SparklinePoint } from './sparkline.tsx';
import { StatusBadge } from './status-badge.tsx';
import { Trend } from './trend.tsx';

type Thresholds = ReviewedOrganization['thresholds'];

interface SmartNumberCardProps {
  readonly number: SmartNumberShownFragment;
  readonly reviewed: ReviewedOrganization['period'];
  readonly presented: PresentedReview | null;
  readonly points: readonly SparklinePoint[];
  readonly thresholds: Thresholds;
}

/** A SmartNumber: its value, status, trend, and a sparkline of eight periods. */
export function SmartNumberCard({ number, reviewed, presented, points, thresholds }: SmartNumberCardProps) {
  const { definition } = number;
  const titleId = `smart-number-${definition.key}`;
  return (
    <article className="smart-number" data-status={number.status} aria-labelledby={titleId}>
      <h3 id={titleId}>{definition.label}</h3>
      <div className="smart-number-value">
        <ExplainedValue of={{ kind: 'smartNumber', key: definition.key, period: reviewed.period }}>
          {formatValue(number, definition.format)}
        </ExplainedValue>
        <Sparkline points={points} format={definition.format} />
      </div>
      <div className="smart-number-words">
        <StatusBadge status={number.status} limits={limitsOf(thresholds, number)} />
        <Trend number={number} previousLabel={reviewed.previous.label} />
        {presented && <PresentedMark period={reviewed.period} presented={presented} of={definition.key} />}
        <PeerStrip number={number} />
        <Coverage number={number} isOfQuarter={isQuarter(reviewed.period)} />
      </div>
    </article>
  );
}

/** Why a value is absent or partial. */
function Coverage({
  number,
  isOfQuarter,
}: {
  readonly number: SmartNumberShownFragment;
  readonly isOfQuarter: boolean;
}) {
  const words = coverageWords(number, isOfQuarter);
  return words && <p className="smart-number-coverage">{words}</p>;
}

function limitsOf(thresholds: Thresholds, { definition }: SmartNumberShownFragment): string {
  return thresholds
    .map(({ type, bound, value }) => {
      const side = bound === 'MIN' ? 'below' : 'above';
      return `${type === 'CRITICAL' ? 'critical' : 'warning'} ${side} ${formatDecimal(value, definition.format)}`;
    })
    .join(', ');
}
