import { type FormEvent, useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { ReasonField } from '#src/web/controls/reason-field.tsx';
import { type ReopenPeriodMutation, ReopenPeriodOperation } from '#src/web/gql/operations.ts';
import { SECOND_ADMIN } from './close-dialog.tsx';
import type { Month } from './month.ts';

interface ReopenDialogProps {
  readonly month: Month;
  /** Whether a second admin must approve it. */
  readonly needsSecondAdmin: boolean;
  close(): void;
  /** Called instead of `close` after the month was reopened. @param words the result, for people */
  done(words: string): void;
}

/** Reopens a closed month, or proposes to; the server requires a reason. */
export function ReopenDialog({ month: { period, label }, needsSecondAdmin, close, done }: ReopenDialogProps) {
  const [reason, setReason] = useState('');
  const { refusals, isPending, run } = useRefusableChange(ReopenPeriodOperation);
  const reopen = (event: FormEvent) => {
    event.preventDefault();
    run({ period, reason }, (result) => done(reopenedWords(label, result)));
  };
  return (
    <Modal title={`Reopen ${label}`} close={close}>
      <form onSubmit={reopen} noValidate>
        <p>Its values can be changed again, and calculated values are updated immediately.</p>
        {needsSecondAdmin && <p>{SECOND_ADMIN}</p>}
        <ReasonField
          label="Reason (recorded in the audit trail)"
          columns=""
          refusals={refusals}
          reason={reason}
          change={setReason}
        />
        <Refusals of={refusals.filter(({ field }) => field !== 'reason')} />
        <DialogButtons
          action={needsSecondAdmin ? 'Propose to reopen' : 'Reopen the month'}
          isPending={isPending}
          close={close}
        />
      </form>
    </Modal>
  );
}

function reopenedWords(label: string, { reopenPeriod: result }: ReopenPeriodMutation): string {
  const isProposed = result.__typename === 'ReopenPeriodSuccess' && result.proposal !== null;
  return isProposed ? `Reopening ${label} waits for a second admin.` : `${label} is open again.`;
}
