/** The button that sends a form, level with the controls beside it. */
export function SubmitButton({ label, isPending }: { readonly label: string; readonly isPending: boolean }) {
  return (
    <div className="col-12 col-md-auto settings-submit">
      <button type="submit" className="btn btn-primary" aria-disabled={isPending}>
        {label}
      </button>
    </div>
  );
}
