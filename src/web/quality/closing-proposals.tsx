import { useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { ReasonField } from '#src/web/controls/reason-field.tsx';
import {
  ApproveProposalOperation,
  type ClosingProposalsQuery,
  DeclineProposalOperation,
} from '#src/web/gql/operations.ts';
import { useIsAdmin } from '#src/web/shell.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { formatPeriod } from '#src/web/values/period.ts';

/** How months are closed, and what is proposed. */
export type Closing = NonNullable<ClosingProposalsQuery['organization']>;
type Proposal = Closing['closingProposals'][number];

/** The closings and reopenings that wait for a second admin; nothing where none does and none was just decided. */
export function ClosingProposals({ proposals }: { readonly proposals: readonly Proposal[] }) {
  const [done, setDone] = useState<Done | null>(null);
  if (proposals.length === 0 && !done) return null;
  return (
    <section className="quality-section" aria-labelledby="closing-proposals">
      <h2 id="closing-proposals">Waiting for a second admin</h2>
      <Notice done={done} />
      <ul className="quality-proposals">
        {proposals.map((proposal) => (
          <li key={proposal.id}>
            <ProposalFacts proposal={proposal} />
            <Decisions proposal={proposal} decided={(words) => setDone({ words })} />
          </li>
        ))}
      </ul>
      {proposals.length === 0 && <p className="quality-quiet">Nothing else waits.</p>}
    </section>
  );
}

/** `Close August 2026` */
function subjectOf({ kind, period }: Proposal): string {
  return `${kind === 'CLOSE' ? 'Close' : 'Reopen'} ${formatPeriod(period)}`;
}

function ProposalFacts({ proposal }: { readonly proposal: Proposal }) {
  const { kind, reason, missing, openFindings, proposedBy, proposedAt, expiresAt } = proposal;
  return (
    <div>
      <h3>{subjectOf(proposal)}</h3>
      <p>
        Proposed by {proposedBy}, {formatInstant(proposedAt)}
        {reason && <>: “{reason}”</>}
      </p>
      {kind === 'CLOSE' && (
        <p>
          {missing.length === 0
            ? 'No input was missing then.'
            : `Missing inputs then: ${missing.map(({ label }) => label).join(', ')}.`}
        </p>
      )}
      {openFindings.length > 0 && (
        <>
          <p>Open findings then:</p>
          <ul className="quality-proposal-findings">
            {openFindings.map((message) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </>
      )}
      <p className="quality-quiet">Ends {formatInstant(expiresAt)}, or when a value of the month changes.</p>
    </div>
  );
}

interface DecisionsProps {
  readonly proposal: Proposal;
  /** @param words the result, for people */
  decided(words: string): void;
}

/** Approve and decline, for an admin; the proposer can only withdraw. */
function Decisions({ proposal, decided }: DecisionsProps) {
  const isAdmin = useIsAdmin();
  const [isDeclining, setDeclining] = useState(false);
  const { refusals, isPending, run } = useRefusableChange(ApproveProposalOperation);
  if (!isAdmin) return null;
  const { id, kind, period, isOwn } = proposal;
  const subject = subjectOf(proposal);
  const word = isOwn ? 'Withdraw' : 'Decline';
  const approve = () =>
    run({ id }, () => decided(`${formatPeriod(period)} is ${kind === 'CLOSE' ? 'closed' : 'open again'}.`));
  return (
    <div>
      <div className="quality-controls">
        <button
          type="button"
          className="btn btn-sm btn-outline-secondary"
          aria-label={`${word}: ${subject}`}
          onClick={() => setDeclining(true)}
        >
          {word}
        </button>
        {!isOwn && (
          <button
            type="button"
            className="btn btn-sm btn-primary"
            aria-label={`Approve: ${subject}`}
            aria-disabled={isPending}
            onClick={approve}
          >
            Approve
          </button>
        )}
      </div>
      {isOwn && <p className="quality-quiet">You proposed it; another admin must approve it.</p>}
      <Refusals of={refusals} />
      {isDeclining && (
        <DeclineDialog
          proposal={proposal}
          word={word}
          close={() => setDeclining(false)}
          done={() => decided(isOwn ? 'The proposal is withdrawn.' : 'The proposal is declined.')}
        />
      )}
    </div>
  );
}

interface DeclineDialogProps {
  readonly proposal: Proposal;
  /** `Decline` or `Withdraw`. */
  readonly word: string;
  close(): void;
  done(): void;
}

function DeclineDialog({ proposal, word, close, done }: DeclineDialogProps) {
  const [reason, setReason] = useState('');
  const { refusals, isPending, run } = useRefusableChange(DeclineProposalOperation);
  return (
    <Modal title={`${word} “${subjectOf(proposal)}”?`} close={close}>
      <p>The month stays as it is. It can be proposed again.</p>
      <ReasonField
        label="Reason (optional, recorded in the audit trail)"
        columns=""
        refusals={refusals}
        reason={reason}
        change={setReason}
      />
      <Refusals of={refusals.filter(({ field }) => field !== 'reason')} />
      <DialogButtons
        action={word}
        isPending={isPending}
        close={close}
        act={() => run({ id: proposal.id, reason }, done)}
      />
    </Modal>
  );
}
