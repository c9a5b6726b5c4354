import { useId, useState } from 'react';
import { usePages } from '#src/web/client/use-pages.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { ShowMore } from '#src/web/controls/show-more.tsx';
import { EvidenceRowsOperation, type EvidenceRowsQuery } from '#src/web/gql/operations.ts';
import { exactValue } from '#src/web/values/format.ts';

interface EvidenceViewProps {
  readonly period: string;
  readonly metric: string;
  readonly rowCount: number;
}

/** The rows that a value was counted from, on demand: `Show the 431 tickets`. */
export function EvidenceView({ period, metric, rowCount }: EvidenceViewProps) {
  const [isShown, setShown] = useState(false);
  const id = useId();
  const [one, many] = NOUNS[metric] ?? ['row', 'rows'];
  const rows = `the ${rowCount.toLocaleString()} ${rowCount === 1 ? one : many}`;
  if (rowCount === 0) return null;
  return (
    <>
      <button
        type="button"
        className="btn btn-sm btn-outline-secondary"
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? `Hide ${rows}` : `Show ${rows}`}
      </button>
      <div id={id}>{isShown && <Rows period={period} metric={metric} many={many} />}</div>
    </>
  );
}

const TICKETS = ['ticket', 'tickets'] as const;
const DEVICES = ['device', 'devices'] as const;
const NOUNS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  reactive_tickets_created: TICKETS,
  reactive_tickets_closed: TICKETS,
  reactive_time_spent: ['time entry', 'time entries'],
  endpoints_managed: DEVICES,
  seats_managed: DEVICES,
};

type Evidence = NonNullable<
  NonNullable<NonNullable<NonNullable<EvidenceRowsQuery['organization']>['period']['metric']>['provenance']>['evidence']
>;
type Row = Evidence['rows']['edges'][number]['node'];

function Rows({ period, metric, many }: Pick<EvidenceViewProps, 'period' | 'metric'> & { readonly many: string }) {
  const pages = usePages(
    EvidenceRowsOperation,
    { period, key: metric },
    { pageOf: ({ organization }) => organization?.period.metric?.provenance?.evidence?.rows },
  );
  const { nodes, error, refetch } = pages;
  return (
    <>
      {error && <Failure error={error} retry={refetch} />}
      {!nodes && !error && <Loading label={`Loading the ${many}`} />}
      <ul className="explanation-evidence" aria-label={`The ${many}`}>
        {nodes?.map((row) => (
          <li key={row.id}>
            <RowView row={row} />
          </li>
        ))}
      </ul>
      <ShowMore pages={pages} label={`Show more ${many}`} />
    </>
  );
}

function RowView({ row: { id, amount, name, leftOutBy, url } }: { readonly row: Row }) {
  if (url) {
    return (
      <a href={url} target="_blank" rel="noreferrer">
        {id}
      </a>
    );
  }
  return (
    <>
      {name ?? id}
      {amount !== null && `: ${exactValue(amount, 'NUMBER')} h`}
      {leftOutBy && ` (not counted: ${leftOutBy})`}
    </>
  );
}
