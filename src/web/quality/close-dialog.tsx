import { useOperation } from '#src/web/client/use-operation.ts';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import {
  type ClosePeriodMutation,
  ClosePeriodOperation,
  OpenFindingsOfMonthOperation,
} from '#src/web/gql/operations.ts';
import { counted } from './collection-words.ts';
import type { Month } from './month.ts';

interface CloseDialogProps {
  readonly month: Month;
  /** Labels of its missing inputs, as far as is known. */
  readonly lacking: readonly string[];
  close(): void;
  /** Called in the place of `close` once it is closed. @param words what has become of it */
  done(words: string): void;
}

/** Closes a month, after what it lacks and what was found in it has been said. */
export function CloseDialog({ month: { period, label }, lacking, close, done }: CloseDialogProps) {
  const { refusals, isPending, run } = useRefusableChange(ClosePeriodOperation);
  return (
    <Modal title={`Close ${label}`} close={close}>
      <p>Nothing changes the values of {label} any more, neither hand nor collection, until it is reopened.</p>
      {lacking.length > 0 && <p>It still lacks: {lacking.join(', ')}.</p>}
      <OpenFindings period={period} />
      <Refusals of={refusals} />
      <DialogButtons
        action="Close the month"
        isPending={isPending}
        close={close}
        act={() => run({ period }, (result) => done(closedWords(label, result)))}
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
      <p className="mb-1">Nobody has acknowledged:</p>
      <ul>
        {findings.map(({ node }) => (
          <li key={node.id}>{node.message}</li>
        ))}
      </ul>
    </>
  );
}

/** What the program says of the month it has closed. */
function closedWords(label: string, { closePeriod: result }: ClosePeriodMutation): string {
  if (result.__typename !== 'ClosePeriodSuccess') return '';
  const { missing, openFindings } = result;
  return [
    `${label} is closed.`,
    ...(missing.length > 0 ? [`It lacks ${missing.map((input) => input.label).join(', ')}.`] : []),
    ...(openFindings.length > 0 ? [`${counted(openFindings.length, 'finding')} of it not acknowledged.`] : []),
  ].join(' ');
}
