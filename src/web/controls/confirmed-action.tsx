import { type ReactNode, useState } from 'react';
import type { TypedOperation } from '#src/web/client/graphql-client.ts';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';

interface ConfirmedActionProps<Result, Variables> {
  /** The label of the action: `Remove`. */
  readonly action: string;
  /** The action with what it is about, for assistive technology: `Remove Ann`. */
  readonly label: string;
  /** The title of the dialog: `Remove Ann?` */
  readonly question: string;
  readonly operation: TypedOperation<Result, Variables>;
  readonly variables: Variables;
  whenDone(): void;
  /** The consequences. */
  readonly children: ReactNode;
}

/** A button that asks before an action that cannot be undone. The dialog stays open if the server returns an error. */
export function ConfirmedAction<Result extends object, Variables>({
  action,
  label,
  question,
  operation,
  variables,
  whenDone,
  children,
}: ConfirmedActionProps<Result, Variables>) {
  const [isAsking, setAsking] = useState(false);
  const { refusals, isPending, run, forget } = useRefusableChange(operation);
  const close = () => {
    setAsking(false);
    forget();
  };
  const act = () =>
    run(variables, () => {
      close();
      whenDone();
    });
  return (
    <>
      <button
        type="button"
        className="btn btn-sm btn-outline-secondary"
        aria-label={label}
        onClick={() => setAsking(true)}
      >
        {action}
      </button>
      {isAsking && (
        <Modal title={question} close={close}>
          {children}
          <Refusals of={refusals} />
          <DialogButtons action={action} isPending={isPending} close={close} act={act} isDangerous />
        </Modal>
      )}
    </>
  );
}
