/** The submit button of a form, aligned with the controls next to it. */
export function SubmitButton({ label, isPending }: { readonly label: string; readonly isPending: boolean }) {
  return (
    <div className="col-12 col-md-auto settings-submit">
      <button type="submit" className="btn btn-primary" aria-disabled={isPending}>
        {label}
      </button>
    </div>
  );
}
