import { useState } from 'react';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import type { PeriodStatus } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { CloseDialog } from './close-dialog.tsx';
import type { Month } from './month.ts';
import { ReopenDialog } from './reopen-dialog.tsx';

/** The number of months that a nightly collection reads by default. */
const SHOWN = 13;

const STATUS_WORDS: Readonly<Record<PeriodStatus, string>> = {
  FUTURE: 'Not started',
  RUNNING: 'Running',
  ENDED: 'Open',
  CLOSED: 'Closed',
};

/** The months with values, newest first, for an admin to close and reopen. @param lacking month → labels of its missing inputs */
export function Months({ lacking }: { readonly lacking: ReadonlyMap<string, readonly string[]> }) {
  const { organization } = useShell();
  const [areAllShown, setAllShown] = useState(false);
  const [chosen, setChosen] = useState<Month | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const months = [...(organization?.months ?? [])].reverse();
  const close = () => setChosen(null);
  const finish = (words: string) => {
    setDone({ words });
    close();
  };
  return (
    <section className="quality-section" aria-labelledby="months">
      <h2 id="months">Month closing</h2>
      <Notice done={done} />
      <MonthTable months={areAllShown ? months : months.slice(0, SHOWN)} choose={setChosen} />
      {!areAllShown && months.length > SHOWN && (
        <button type="button" className="btn btn-outline-secondary" onClick={() => setAllShown(true)}>
          Show all {months.length} months
        </button>
      )}
      {chosen?.status === 'ENDED' && (
        <CloseDialog month={chosen} lacking={lacking.get(chosen.period) ?? []} close={close} done={finish} />
      )}
      {chosen?.status === 'CLOSED' && <ReopenDialog month={chosen} close={close} done={finish} />}
    </section>
  );
}

interface MonthTableProps {
  readonly months: readonly Month[];
  choose(month: Month): void;
}

function MonthTable({ months, choose }: MonthTableProps) {
  return (
    <table className="quality-months" aria-labelledby="months">
      <TableHead columns={['Month', 'Status']} actions="Close or reopen" />
      <tbody>
        {months.map((month) => (
          <tr key={month.period}>
            <th scope="row">{month.label}</th>
            <td>{STATUS_WORDS[month.status]}</td>
            <td>
              <MonthButton month={month} choose={choose} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Only ended months can be closed, and only closed ones reopened. */
function MonthButton({ month, choose }: { readonly month: Month; choose(month: Month): void }) {
  if (month.status !== 'ENDED' && month.status !== 'CLOSED') return null;
  const action = month.status === 'ENDED' ? 'Close' : 'Reopen';
  return (
    <button
      type="button"
      className="btn btn-sm btn-outline-secondary"
      aria-label={`${action} ${month.label}`}
      onClick={() => choose(month)}
    >
      {action}
    </button>
  );
}
