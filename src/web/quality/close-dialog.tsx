import { useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { ReasonField } from '#src/web/controls/reason-field.tsx';
import {
  type ClosePeriodMutation,
  ClosePeriodOperation,
  OpenFindingsOfMonthOperation,
} from '#src/web/gql/operations.ts';
import { counted } from './collection-words.ts';
import type { Month } from './month.ts';

/** Said where a second admin is needed. */
export const SECOND_ADMIN =
  'Another admin must approve it within 14 days. The proposal ends when a value of the month changes.';

interface CloseDialogProps {
  readonly month: Month;
  /** Labels of its missing inputs, if known. */
  readonly lacking: readonly string[];
  /** Whether a second admin must approve it. */
  readonly needsSecondAdmin: boolean;
  close(): void;
  /** Called instead of `close` after the month was closed. @param words the result, for people */
  done(words: string): void;
}

/** Closes a month, or proposes to, after showing its missing inputs and open findings. */
export function CloseDialog({ month, lacking, needsSecondAdmin, close, done }: CloseDialogProps) {
  const { period, label } = month;
  const [reason, setReason] = useState('');
  const { refusals, isPending, run } = useRefusableChange(ClosePeriodOperation);
  return (
    <Modal title={`Close ${label}`} close={close}>
      <p>Until {label} is reopened, its values cannot be changed, by hand or by a collection.</p>
      {lacking.length > 0 && <p>Missing inputs: {lacking.join(', ')}.</p>}
      <OpenFindings period={period} />
      {needsSecondAdmin && (
        <>
          <p>{SECOND_ADMIN}</p>
          <ReasonField
            label="A word to the second admin (optional)"
            columns=""
            refusals={refusals}
            reason={reason}
            change={setReason}
          />
        </>
      )}
      <Refusals of={refusals.filter(({ field }) => field !== 'reason')} />
      <DialogButtons
        action={needsSecondAdmin ? 'Propose to close' : 'Close the month'}
        isPending={isPending}
        close={close}
        act={() => run({ period, reason }, (result) => done(closedWords(label, result)))}
      />
    </Modal>
  );
}

function OpenFindings({ period }: { readonly period: string }) {
  const { data } = useOperation(OpenFindingsOfMonthOperation, { period });
  const findings = data?.organization?.findings.edges ?? [];
  if (findings.length === 0) return null;
  return (
    <>
      <p className="mb-1">Open findings:</p>
      <ul>
        {findings.map(({ node }) => (
          <li key={node.id}>{node.message}</li>
        ))}
      </ul>
    </>
  );
}

/** The result of closing a month, for people. */
function closedWords(label: string, { closePeriod: result }: ClosePeriodMutation): string {
  if (result.__typename !== 'ClosePeriodSuccess') return '';
  const { missing, openFindings, proposal } = result;
  return [
    proposal ? `Closing ${label} waits for a second admin.` : `${label} is closed.`,
    ...(missing.length > 0 ? [`Missing inputs: ${missing.map((input) => input.label).join(', ')}.`] : []),
    ...(openFindings.length > 0 ? [`${counted(openFindings.length, 'open finding')}.`] : []),
  ].join(' ');
}
