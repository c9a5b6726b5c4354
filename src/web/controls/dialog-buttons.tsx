interface DialogButtonsProps {
  /** The label of the second button: `Reopen the month`. */
  readonly action: string;
  readonly isPending: boolean;
  close(): void;
  /** What the second button does; without it, the button submits the form around it. */
  readonly act?: () => void;
  /** Whether the action cannot be undone. */
  readonly isDangerous?: boolean;
}

/** The two buttons at the end of a dialog: one cancels, the other acts. */
export function DialogButtons({ action, isPending, close, act, isDangerous = false }: DialogButtonsProps) {
  return (
    <div className="d-flex flex-wrap gap-2 justify-content-end mt-3">
      <button type="button" className="btn btn-outline-secondary" onClick={close}>
        Cancel
      </button>
      <button
        type={act ? 'button' : 'submit'}
        className={`btn ${isDangerous ? 'btn-danger' : 'btn-primary'}`}
        aria-disabled={isPending}
        onClick={act}
      >
        {action}
      </button>
    </div>
  );
}
