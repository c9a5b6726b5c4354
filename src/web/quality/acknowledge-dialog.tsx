import { type FormEvent, useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { AcknowledgeFindingOperation } from '#src/web/gql/operations.ts';
import { type Finding, FindingValues, subjectOf } from './finding-item.tsx';
import type { MetricName } from './use-metric-names.ts';

interface AcknowledgeDialogProps {
  readonly finding: Finding;
  readonly metric: MetricName;
  close(): void;
  /** Called instead of `close` after the acknowledgement. */
  onAcknowledged(): void;
}

/** Acknowledges a finding: the stored value is correct. With an optional note. */
export function AcknowledgeDialog({ finding, metric, close, onAcknowledged }: AcknowledgeDialogProps) {
  const [note, setNote] = useState('');
  const { refusals, isPending, run } = useRefusableChange(AcknowledgeFindingOperation);
  const acknowledge = (event: FormEvent) => {
    event.preventDefault();
    run({ input: { id: finding.id, note } }, onAcknowledged);
  };
  return (
    <Modal title={`Acknowledge ${subjectOf(finding, metric)}`} close={close}>
      <form onSubmit={acknowledge}>
        <p>{finding.message}</p>
        <FindingValues finding={finding} format={metric.format} />
        <label className="form-label mt-3" htmlFor="acknowledge-note">
          Why the stored value is correct (optional)
        </label>
        <textarea
          className="form-control"
          id="acknowledge-note"
          rows={3}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <Refusals of={refusals} />
        <DialogButtons action="Acknowledge" isPending={isPending} close={close} />
      </form>
    </Modal>
  );
}
