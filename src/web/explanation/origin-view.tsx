import type { MetricSource, OriginShownFragment } from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { EvidenceView } from './evidence-view.tsx';
import { originOf, SUPPLIED_BY } from './explanation-words.ts';
import { StatementView } from './statement-view.tsx';

interface OriginViewProps {
  readonly origin: OriginShownFragment;
  readonly suppliedBy: MetricSource | null;
}

/** The entry or collection that supplied a value; if it is absent, its normal source. */
export function OriginView({ origin, suppliedBy }: OriginViewProps) {
  const { source, notes, provenance, period, definition } = origin;
  if (source === null && suppliedBy) {
    return <p className="explanation-origin">Not supplied yet; it is normally {SUPPLIED_BY[suppliedBy]}.</p>;
  }
  return (
    <div className="explanation-origin">
      <p>{originOf(origin)}</p>
      {notes && (
        <p>
          Note: <q>{notes}</q>
        </p>
      )}
      {provenance?.statement && <StatementView statement={provenance.statement} />}
      {provenance && !provenance.statement && <CountedRows provenance={provenance} />}
      {provenance?.evidence && !provenance.statement && (
        <EvidenceView
          key={`${period} ${definition.key}`}
          period={period}
          metric={definition.key}
          rowCount={provenance.evidence.rowCount}
        />
      )}
    </div>
  );
}

function CountedRows({ provenance }: { readonly provenance: NonNullable<OriginShownFragment['provenance']> }) {
  const { filter, rowsCounted, exclusions, snapshotDate, run } = provenance;
  return (
    <p>
      {filter}: {rowsCounted.toLocaleString()} counted
      {exclusions.map(({ rule, count }) => `, ${count.toLocaleString()} excluded (${rule})`).join('')}
      {snapshotDate && `, as of ${snapshotDate}`}.
      {run && ` Collection ${run.id}, started ${formatInstant(run.startedAt)} by ${run.requestedBy}.`}
    </p>
  );
}
