import { useState } from 'react';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import type { ClosingProposalKind, PeriodStatus } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { CloseDialog } from './close-dialog.tsx';
import type { Closing } from './closing-proposals.tsx';
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

const PROPOSED_WORDS: Readonly<Record<ClosingProposalKind, string>> = {
  CLOSE: 'closing proposed',
  REOPEN: 'reopening proposed',
};

interface MonthsProps {
  /** Month → labels of its missing inputs. */
  readonly lacking: ReadonlyMap<string, readonly string[]>;
  /** Null if it could not be loaded. */
  readonly closing: Closing | null;
}

/** The months with values, newest first, for an admin to close and reopen. */
export function Months({ lacking, closing }: MonthsProps) {
  const { organization } = useShell();
  const [areAllShown, setAllShown] = useState(false);
  const [chosen, setChosen] = useState<Month | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const months = [...(organization?.months ?? [])].reverse();
  const proposed = new Map(closing?.closingProposals.map(({ period, kind }) => [period, kind]));
  const needsSecondAdmin = closing?.closingApprovals === 2;
  const close = () => setChosen(null);
  const finish = (words: string) => {
    setDone({ words });
    close();
  };
  return (
    <section className="quality-section" aria-labelledby="months">
      <h2 id="months">Month closing</h2>
      <Notice done={done} />
      <MonthTable months={areAllShown ? months : months.slice(0, SHOWN)} proposed={proposed} choose={setChosen} />
      {!areAllShown && months.length > SHOWN && (
        <button type="button" className="btn btn-outline-secondary" onClick={() => setAllShown(true)}>
          Show all {months.length} months
        </button>
      )}
      {chosen?.status === 'ENDED' && (
        <CloseDialog
          month={chosen}
          lacking={lacking.get(chosen.period) ?? []}
          needsSecondAdmin={needsSecondAdmin}
          close={close}
          done={finish}
        />
      )}
      {chosen?.status === 'CLOSED' && (
        <ReopenDialog month={chosen} needsSecondAdmin={needsSecondAdmin} close={close} done={finish} />
      )}
    </section>
  );
}

interface MonthTableProps {
  readonly months: readonly Month[];
  /** Month → what is proposed for it. */
  readonly proposed: ReadonlyMap<string, ClosingProposalKind>;
  choose(month: Month): void;
}

function MonthTable({ months, proposed, choose }: MonthTableProps) {
  return (
    <table className="quality-months" aria-labelledby="months">
      <TableHead columns={['Month', 'Status']} actions="Close or reopen" />
      <tbody>
        {months.map((month) => (
          <tr key={month.period}>
            <th scope="row">{month.label}</th>
            <td>
              {STATUS_WORDS[month.status]}
              {proposed.has(month.period) && `, ${PROPOSED_WORDS[proposed.get(month.period) ?? 'CLOSE']}`}
            </td>
            <td>{!proposed.has(month.period) && <MonthButton month={month} choose={choose} />}</td>
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
