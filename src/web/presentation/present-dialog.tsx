import { useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { FormField, Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { PresentPeriodOperation } from '#src/web/gql/operations.ts';
import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';
import { kindOf } from './presentation-words.ts';

interface PresentDialogProps {
  readonly period: PeriodKey;
  close(): void;
}

/** Presents a period, with a note; says its gaps first, and presents it nevertheless when that is confirmed. */
export function PresentDialog({ period, close }: PresentDialogProps) {
  const [note, setNote] = useState('');
  const { refusals, isPending, run } = useRefusableChange(PresentPeriodOperation);
  const gaps = refusals.flatMap((refusal) => refusal.gaps ?? []);
  const hasGaps = gaps.length > 0;
  return (
    <Modal title={`Present ${formatPeriod(period)}`} close={close}>
      <p>
        A copy of everything that is shown of this {kindOf(period)} is kept as it is now. Later changes are compared
        with it.
      </p>
      <FormField columns="" label="Note" name="note" refusals={refusals}>
        {(control) => (
          <textarea
            {...control}
            className="form-control"
            rows={2}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </FormField>
      {hasGaps && (
        <div role="alert" className="present-gaps">
          <p>
            <strong>It has gaps.</strong> These inputs are missing, or findings are not acknowledged:
          </p>
          <ul>
            {gaps.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </div>
      )}
      <Refusals of={refusals.filter(({ field, gaps: own }) => !own && field !== 'note')} />
      <DialogButtons
        action={hasGaps ? 'Present it nevertheless' : `Present this ${kindOf(period)}`}
        isPending={isPending}
        close={close}
        act={() => run({ period, note: note.trim() || null, acceptGaps: hasGaps }, close)}
      />
    </Modal>
  );
}

/** The button that opens the dialog. */
export function PresentButton({ period }: Pick<PresentDialogProps, 'period'>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn btn-outline-secondary" onClick={() => setOpen(true)}>
        Present this {kindOf(period)}
      </button>
      {isOpen && <PresentDialog period={period} close={() => setOpen(false)} />}
    </>
  );
}
