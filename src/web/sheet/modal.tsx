import { type ReactNode, useEffect, useRef } from 'react';

interface ModalProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Called when it is closed, also by Escape. */
  close(): void;
}

/** A dialog over the page, which keeps the focus until it is closed. */
export function Modal({ title, children, close }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="sheet-dialog" aria-labelledby="sheet-dialog-title" onClose={close}>
      <div className="d-flex align-items-start justify-content-between gap-3 mb-3">
        <h2 className="h5 mb-0" id="sheet-dialog-title">
          {title}
        </h2>
        <button type="button" className="btn-close" aria-label="Close" onClick={() => dialog.current?.close()} />
      </div>
      {children}
    </dialog>
  );
}
