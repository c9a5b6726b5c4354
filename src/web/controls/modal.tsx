import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

interface ModalProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Called when the dialog is closed, also by Escape. */
  close(): void;
}

/** A modal dialog. */
export function Modal({ title, children, close }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    dialog.current?.showModal();
    // A dialog that is unmounted instead of closed does not restore the focus by itself.
    return () => {
      if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus();
    };
  }, [opener]);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={titleId} onClose={close}>
      <div className="d-flex align-items-start justify-content-between gap-3 mb-3">
        <h2 className="h5 mb-0" id={titleId}>
          {title}
        </h2>
        <button type="button" className="btn-close" aria-label="Close" onClick={() => dialog.current?.close()} />
      </div>
      {children}
    </dialog>
  );
}
