import { ScrollRegion } from '#src/web/controls/scroll-region.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import type { Validation } from './validation.ts';

type Month = Validation['months'][number];

/** Every month with how it was collected and whether the second path gives what is stored, newest first. */
export function ValidatedMonths({ months, quarters }: Pick<Validation, 'months' | 'quarters'>) {
  const differing = quarters.filter(({ differences }) => differences.length > 0);
  return (
    <section className="quality-section" aria-labelledby="validated-months">
      <h2 id="validated-months">Every month</h2>
      <p className="quality-quiet">
        Recomputed from what was collected and entered, by the texts of the formulas and by other code than the one that
        stores the values.
      </p>
      <ScrollRegion className="quality-scroll" label="Every month, scrollable">
        <table className="quality-months" aria-labelledby="validated-months">
          <TableHead columns={['Month', 'Result', 'Collected', 'Tie-out', 'Recomputed']} />
          <tbody>
            {[...months].reverse().map((month) => (
              <MonthRow key={month.period} month={month} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {differing.map(({ period, differences }) => (
        <p key={period}>
          {period}:{' '}
          {differences
            .map(({ label, stored, derived }) => `${label} ${stored ?? '—'}, recomputed ${derived ?? '—'}`)
            .join('; ')}
        </p>
      ))}
    </section>
  );
}

function MonthRow({ month }: { readonly month: Month }) {
  const { label, status, isVerified, problems, vendors, booksTieOut, compared, differences } = month;
  const result = isVerified
    ? 'Verified'
    : problems.length > 0
      ? 'Not verified'
      : status === 'RUNNING'
        ? 'Running'
        : 'Open';
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        <strong>{result}</strong>
        {problems.map(({ message }) => (
          <div key={message}>{message}</div>
        ))}
      </td>
      <td>
        {vendors.map(({ name, runId, state }) => (
          <div key={name} className="validated-vendor">
            {name}: {runId === null ? state : `${state} by collection ${runId}`}
          </div>
        ))}
      </td>
      <td>
        {booksTieOut.reason === null
          ? 'Ties to the books'
          : `${TIE_OUT_WORDS[booksTieOut.state]}: ${booksTieOut.reason}`}
      </td>
      <td>{differences.length === 0 ? `${compared} equal` : `${differences.length} of ${compared} differ`}</td>
    </tr>
  );
}

const TIE_OUT_WORDS: Readonly<Record<Month['booksTieOut']['state'], string>> = {
  TIES: 'Ties',
  DIFFERS: 'Differs',
  NOT_CHECKED: 'Not checked',
};
