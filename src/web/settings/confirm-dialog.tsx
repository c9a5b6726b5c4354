import type { ReactNode } from 'react';
import type { Refusal } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** The consequences. */
  readonly children: ReactNode;
  /** The label of the action: `Remove`. */
  readonly action: string;
  readonly refusals: readonly Refusal[];
  readonly isPending: boolean;
  confirm(): void;
  close(): void;
}

/** Asks before an action that cannot be undone; stays open if the server returns an error. */
export function ConfirmDialog({ title, children, action, refusals, isPending, confirm, close }: ConfirmDialogProps) {
  return (
    <Modal title={title} close={close}>
      {children}
      <Refusals of={refusals} />
      <DialogButtons action={action} isPending={isPending} close={close} act={confirm} isDangerous />
    </Modal>
  );
}
