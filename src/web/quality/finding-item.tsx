import type { FindingKind, FindingsQuery } from '#src/web/gql/operations.ts';
import { decimalDifference } from '#src/web/values/exact-decimals.ts';
import { exactValue, formatInstant, type ValueFormat } from '#src/web/values/format.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import type { MetricName } from './use-metric-names.ts';

export type Finding = NonNullable<FindingsQuery['organization']>['findings']['edges'][number]['node'];

interface KindWords {
  readonly title: string;
  /** Labels of the value and of the one it was compared with. */
  readonly value: string;
  readonly previous: string;
}

const KINDS: Readonly<Record<FindingKind, KindWords>> = {
  SUSPICIOUS_ZERO: { title: 'Unlikely zero', value: 'Collected', previous: 'Previous month' },
  LARGE_CHANGE: { title: 'Large change', value: 'This month', previous: 'Previous month' },
  DRIFT: { title: 'Drift', value: 'Vendor now', previous: 'Stored' },
  DIFFERS_FROM_FORMULA: { title: 'Differs from its formula', value: 'Entered', previous: 'Formula result' },
  UNMAPPED_ACCOUNT: { title: 'Account without a metric', value: 'Amount', previous: 'Previous month' },
  MAPPING_CONFLICT: { title: 'Account in two lists', value: 'Stored', previous: 'Previous month' },
};

/** `Endpoints Managed, March 2026` */
export function subjectOf({ period }: Finding, { label }: MetricName): string {
  return `${label}, ${formatPeriod(period)}`;
}

interface FindingItemProps {
  readonly finding: Finding;
  readonly metric: MetricName;
  /** Absent if the viewer cannot acknowledge it. */
  readonly acknowledge?: () => void;
}

/** A finding: its subject, both values and, if acknowledged, by whom and with which note. */
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

/** The value, the one it was compared with, and the difference. */
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
