import { type ReactNode, useId } from 'react';
import type { Refusal } from '#src/web/client/use-refusable-change.ts';

/** Attributes that connect a control with its label and its errors. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

interface FormFieldProps {
  readonly label: string;
  /** Bootstrap's column classes. */
  readonly columns: string;
  /** The field's name in the server's errors. */
  readonly name: string;
  readonly refusals: readonly Refusal[];
  readonly hint?: string;
  children(props: ControlProps): ReactNode;
}

/** A control with its label above and the server's errors below. */
export function FormField({ label, columns, name, refusals, hint, children }: FormFieldProps) {
  const id = useId();
  const own = refusals.filter(({ field }) => field === name);
  return (
    <div className={columns}>
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-words`, 'aria-invalid': own.length > 0 })}
      <div id={`${id}-words`}>
        {hint !== undefined && own.length === 0 && <div className="form-text">{hint}</div>}
        <Refusals of={own} />
      </div>
    </div>
  );
}

/** The server's error messages. */
export function Refusals({ of }: { readonly of: readonly Refusal[] }) {
  return (
    <div role="alert">
      {of.map(({ message }) => (
        <div key={message} className="text-danger-emphasis small mt-1">
          {message}
        </div>
      ))}
    </div>
  );
}
