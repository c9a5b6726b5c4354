import { TableHead } from '#src/web/controls/table-head.tsx';
import { exactAmount } from '#src/web/values/format.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import { PlannedChanges } from './planned-changes.tsx';
import type { ReadFile } from './read-file.ts';

/** What was read of a file: what was refused, the months with their totals, and what they would change. */
export function ImportedFile({ read }: { readonly read: ReadFile }) {
  const { statements, problems, notes, changes, mappingState, months } = read;
  return (
    <>
      {problems.length > 0 && (
        <section className="books-refused" role="alert">
          <p>
            <strong>Nothing of this file can be stored until this is corrected:</strong>
          </p>
          <ul>
            {problems.map(({ where, message }) => (
              <li key={`${where} ${message}`}>
                <span className="books-where">{where}</span> {message}
              </li>
            ))}
          </ul>
        </section>
      )}
      {statements.length > 0 && <Statements read={read} />}
      {notes.length > 0 && (
        <ul className="books-notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {months.length > 0 && (
        <section className="books-changes" aria-labelledby="import-changes">
          <h3 id="import-changes">What changes</h3>
          {changes.length === 0 && (
            <p>
              {mappingState === 'CONFIRMED'
                ? 'No value changes.'
                : 'The statements are stored. They have no values before a mapping is confirmed.'}
            </p>
          )}
          <PlannedChanges changes={changes} opened={changes.at(-1)?.period ?? null} />
        </section>
      )}
    </>
  );
}

function Statements({ read: { statements, months } }: { readonly read: ReadFile }) {
  return (
    <div className="table-responsive">
      <table className="books-change-table">
        <caption className="visually-hidden">Months in the file</caption>
        <TableHead columns={COLUMNS} numbers={COLUMNS.slice(1, 5)} />
        <tbody>
          {statements.map(({ period, from, to, totals }) => (
            <tr key={`${from} ${to}`}>
              <th scope="row">{period ? formatPeriod(period) : `${from} to ${to}`}</th>
              <td className="books-number">{exactAmount(totals.income)}</td>
              <td className="books-number">{exactAmount(totals.cogs)}</td>
              <td className="books-number">{exactAmount(totals.expense)}</td>
              <td className="books-number">{exactAmount(totals.netIncome)}</td>
              <td>✓{outcomeWords(period, months)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const COLUMNS = ['Month', 'Income', 'COGS', 'Expense', 'Net income', 'Ties to its totals'];

/** What becomes of a statement, which is shown only if it ties. */
function outcomeWords(period: string | null, months: ReadFile['months']): string {
  if (period === null) return ' not one month, so not stored';
  const month = months.find((each) => each.period === period);
  if (!month) return '';
  return month.isNew ? ` version ${month.version}` : ' as stored already';
}
