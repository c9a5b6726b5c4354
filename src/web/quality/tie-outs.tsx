import { useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
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
      {months.length > 0 && (
        <table className="quality-months" aria-labelledby="tie-outs">
          <TableHead columns={['Month', 'State', 'Compared']} actions="Details" />
          {months.map((month) => (
            <MonthRows key={month.period} month={month} />
          ))}
        </table>
      )}
    </section>
  );
}

function MonthRows({ month: { period, label, tieOut } }: { readonly month: TieOutMonth }) {
  const [isOpen, setOpen] = useState(tieOut.state === 'DIFFERS');
  const details = `tie-out-${period}`;
  return (
    <tbody>
      <tr data-tie-out={tieOut.state}>
        <th scope="row">{label}</th>
        <td className="quality-tie-out">
          <span aria-hidden="true">{SIGNS[tieOut.state]}</span> {STATE_WORDS[tieOut.state]}
        </td>
        <td>{tieOut.lastAt ? formatInstant(tieOut.lastAt) : 'Never'}</td>
        <td>
          <button
            type="button"
            className="btn btn-sm btn-outline-secondary"
            aria-expanded={isOpen}
            aria-controls={details}
            aria-label={`${isOpen ? 'Hide' : 'Show'} the values of ${label}`}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Hide' : 'Show'}
          </button>
        </td>
      </tr>
      <tr id={details} hidden={!isOpen}>
        <td colSpan={4}>{isOpen && <TieOutEntries label={label} entries={tieOut.entries} />}</td>
      </tr>
    </tbody>
  );
}

const SIGNS: Readonly<Record<TieOutState, string>> = { TIES: '✓', DIFFERS: '≠', NOT_CHECKED: '–' };
