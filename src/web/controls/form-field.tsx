import { type ReactNode, useId } from 'react';
import type { Refusal } from '#src/web/client/use-refusable-change.ts';

/** What the control within a field takes, so that its label and its problem belong to it. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

interface FormFieldProps {
  readonly label: string;
  /** Columns of twelve, by width of the page. */
  readonly columns: string;
  /** The input's name in the program's refusals. */
  readonly name: string;
  readonly refusals: readonly Refusal[];
  readonly hint?: string;
  children(props: ControlProps): ReactNode;
}

/** A control with its label above it; beneath it what the program says is wrong with it. */
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

/** What the program would not do, in its own words. */
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
