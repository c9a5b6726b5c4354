import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { type TieOutState, TieOutsOperation, type TieOutsQuery } from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { TieOutEntries } from './tie-out-entries.tsx';

/** The number of months that a nightly collection reads by default. */
const SHOWN = 13;

type TieOutMonth = NonNullable<TieOutsQuery['organization']>['periods'][number];

const STATE_WORDS: Readonly<Record<TieOutState, string>> = {
  TIES: 'Ties',
  DIFFERS: 'Differs',
  NOT_CHECKED: 'Not checked',
};

/** The tie-outs of the last months. */
export function useTieOuts() {
  return useOperation(TieOutsOperation, { months: SHOWN });
}

/** What the vendors and the books say now against what is stored, newest month first, each with its rows on demand. */
export function TieOuts() {
  const { data, error, refetch } = useTieOuts();
  const months = [...(data?.organization?.periods ?? [])].reverse();
  return (
    <section className="quality-section" aria-labelledby="tie-outs">
      <h2 id="tie-outs">Tie-out</h2>
      <p className="quality-quiet">
        What the vendors and the books say now beside what is stored, down to the tickets. Compared after every
        collection.
      </p>
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Loading the tie-outs" />}
      {data && months.length === 0 && <p className="quality-quiet">No month has values yet.</p>}
      {months.map((month) => (
        <MonthDetails key={month.period} month={month} />
      ))}
    </section>
  );
}

/** A month's state, and on demand its values; one that differs is open. */
function MonthDetails({ month: { label, tieOut } }: { readonly month: TieOutMonth }) {
  const { state, lastAt, entries } = tieOut;
  return (
    <details className="quality-run" data-tie-out={state} open={state === 'DIFFERS'}>
      <summary>
        <strong className="quality-tie-out-month">{label}</strong>{' '}
        <span className="quality-tie-out">
          <span aria-hidden="true">{SIGNS[state]}</span> {STATE_WORDS[state]}
        </span>{' '}
        <span className="quality-quiet">{lastAt ? `compared ${formatInstant(lastAt)}` : 'never compared'}</span>
      </summary>
      <TieOutEntries label={label} entries={entries} />
    </details>
  );
}

const SIGNS: Readonly<Record<TieOutState, string>> = { TIES: '✓', DIFFERS: '≠', NOT_CHECKED: '–' };
