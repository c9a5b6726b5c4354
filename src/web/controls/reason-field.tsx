import { FormField } from './form-field.tsx';

interface ReasonFieldProps extends Omit<Parameters<typeof FormField>[0], 'name' | 'children'> {
  readonly reason: string;
  change(reason: string): void;
}

/** Asks for the reason of an action. */
export function ReasonField({ reason, change, ...field }: ReasonFieldProps) {
  return (
    <FormField {...field} name="reason">
      {(control) => (
        <textarea
          {...control}
          className="form-control"
          rows={2}
          value={reason}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </FormField>
  );
}
