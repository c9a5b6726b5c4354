import './readiness.css';
import { useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { type ReadinessBlockerKind, ReadinessOperation, RestatementsOperation } from '#src/web/gql/operations.ts';
import type { PeriodKey } from '#src/web/values/period.ts';
import { RestatementsTable } from './restatements-table.tsx';

const BLOCKER_WORDS: Readonly<Record<ReadinessBlockerKind, string>> = {
  RUNNING: 'it has not ended',
  INPUTS_MISSING: 'inputs are missing',
  FINDINGS_OPEN: 'findings are open',
  NOT_TIED: 'values differ from the vendor’s',
  NOT_COLLECTED: 'a vendor was not collected since',
  BOOKS_NOT_CLOSED: 'the books are not closed',
};

/** Whether a period is ready to be presented, in one line; in its disclosure the reasons, and how far it can still move. */
export function ReadinessView({ period }: { readonly period: PeriodKey }) {
  const { data, error } = useOperation(ReadinessOperation, { period });
  const [isOpen, setOpen] = useState(false);
  const found = data?.organization?.period;
  const readiness = found?.period === period ? found.readiness : null;
  // The line is there from the beginning, so that what is below does not move.
  if (!readiness) return <p className="review-readiness">{error ? 'Whether it is ready is not known.' : ' '}</p>;
  const { ready, blockers } = readiness;
  const reasons = [...new Set(blockers.map(({ kind }) => BLOCKER_WORDS[kind]))].join(', ');
  return (
    <details
      className="review-readiness"
      data-ready={ready}
      onToggle={({ currentTarget }) => setOpen((before) => before || currentTarget.open)}
    >
      <summary>
        <span aria-hidden="true">{ready ? '✓' : '▲'}</span> <b>{ready ? 'Ready to be presented' : 'Not ready'}</b>
        {!ready && `: ${reasons}`}
      </summary>
      {!ready && (
        <ul>
          {blockers.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
      {isOpen && <Restatements period={period} />}
    </details>
  );
}

function Restatements({ period }: { readonly period: PeriodKey }) {
  const { data, error, refetch } = useOperation(RestatementsOperation, { period });
  if (error) return <Failure error={error} retry={refetch} />;
  const found = data?.organization?.period;
  if (found?.period !== period) return <Loading label="Loading how far it can still move" />;
  return <RestatementsTable {...found.readiness} />;
}
