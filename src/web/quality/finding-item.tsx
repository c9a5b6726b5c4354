import type { FindingKind, FindingsQuery } from '#src/web/gql/operations.ts';
import { decimalDifference } from '#src/web/values/decimal-difference.ts';
import { exactValue, formatInstant, type ValueFormat } from '#src/web/values/format.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import type { MetricName } from './use-metric-names.ts';

export type Finding = NonNullable<FindingsQuery['organization']>['findings']['edges'][number]['node'];

interface KindWords {
  readonly title: string;
  /** What the value is, and what it was compared with. */
  readonly value: string;
  readonly previous: string;
}

const KINDS: Readonly<Record<FindingKind, KindWords>> = {
  SUSPICIOUS_ZERO: { title: 'Unlikely zero', value: 'Collected', previous: 'Month before' },
  LARGE_CHANGE: { title: 'Large change', value: 'This month', previous: 'Month before' },
  DRIFT: { title: 'Drift', value: 'Vendor says now', previous: 'Kept' },
  DIFFERS_FROM_FORMULA: { title: 'Differs from its formula', value: 'Entered', previous: 'Formula gives' },
};

/** `Endpoints Managed, March 2026` */
export function subjectOf({ period }: Finding, { label }: MetricName): string {
  return `${label}, ${formatPeriod(period)}`;
}

interface FindingItemProps {
  readonly finding: Finding;
  readonly metric: MetricName;
  /** Not given where it cannot be acknowledged. */
  readonly acknowledge?: () => void;
}

/** A finding: what it is about, both values, and who said what of it. */
export function FindingItem({ finding, metric, acknowledge }: FindingItemProps) {
  const subject = subjectOf(finding, metric);
  return (
    <li className="quality-finding">
      <div>
        <strong>{subject}</strong> <span className="quality-kind">{KINDS[finding.kind].title}</span>
        <p className="quality-quiet">{finding.message}</p>
        {finding.acknowledgedAt && (
          <p className="quality-quiet">
            Acknowledged by {finding.acknowledgedBy}, {formatInstant(finding.acknowledgedAt)}
            {finding.note && <>: “{finding.note}”</>}
          </p>
        )}
      </div>
      <FindingValues finding={finding} format={metric.format} />
      {acknowledge && (
        <button
          type="button"
          className="btn btn-sm btn-outline-secondary"
          aria-label={`Acknowledge ${subject}`}
          onClick={acknowledge}
        >
          Acknowledge
        </button>
      )}
    </li>
  );
}

interface FindingValuesProps {
  readonly finding: Finding;
  readonly format: ValueFormat;
}

/** The value, what it was compared with, and how much lies between. */
export function FindingValues({ finding: { kind, value, previousValue }, format }: FindingValuesProps) {
  const words = KINDS[kind];
  const difference = previousValue === null ? null : decimalDifference(value, previousValue);
  const values = [
    ...(previousValue === null ? [] : [{ term: words.previous, shown: exactValue(previousValue, format) }]),
    { term: words.value, shown: exactValue(value, format) },
    ...(difference === null ? [] : [{ term: 'Difference', shown: signed(difference, format) }]),
  ];
  return (
    <dl className="quality-values">
      {values.map(({ term, shown }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{shown}</dd>
        </div>
      ))}
    </dl>
  );
}

function signed(difference: string, format: ValueFormat): string {
  const shown = exactValue(difference, format);
  return difference.startsWith('-') || difference === '0' ? shown : `+${shown}`;
}
