import type { ReactNode } from 'react';
import type { Refusal } from '#src/web/client/use-refusable-change.ts';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will have become of it. */
  readonly children: ReactNode;
  /** What is about to be done: `Remove`. */
  readonly action: string;
  readonly refusals: readonly Refusal[];
  readonly isPending: boolean;
  confirm(): void;
  close(): void;
}

/** Asks before something that cannot be taken back; stays open where the program refuses it. */
export function ConfirmDialog({ title, children, action, refusals, isPending, confirm, close }: ConfirmDialogProps) {
  return (
    <Modal title={title} close={close}>
      {children}
      <Refusals of={refusals} />
      <div className="d-flex flex-wrap gap-2 justify-content-end mt-3">
        <button type="button" className="btn btn-outline-secondary" onClick={close}>
          Cancel
        </button>
        <button type="button" className="btn btn-danger" aria-disabled={isPending} onClick={confirm}>
          {action}
        </button>
      </div>
    </Modal>
  );
}
