import type { Refusal } from '#src/web/client/use-refusable-change.ts';
import { FormField } from '#src/web/controls/form-field.tsx';

/** What an organization is called. */
export interface Called {
  readonly name: string;
  readonly slug: string;
}

interface OrganizationFieldsProps {
  readonly called: Called;
  change(called: Called): void;
  readonly refusals: readonly Refusal[];
  /** What is to be known of the slug. */
  readonly hint: string;
}

/** The fields of an organization’s name and slug. */
export function OrganizationFields({ called, change, refusals, hint }: OrganizationFieldsProps) {
  return (
    <>
      <FormField label="Name" columns="mb-3" name="name" refusals={refusals}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            autoComplete="off"
            value={called.name}
            onChange={({ target }) => change({ ...called, name: target.value })}
          />
        )}
      </FormField>
      <FormField label="Slug" columns="mb-3" name="slug" refusals={refusals} hint={hint}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            autoComplete="off"
            spellCheck={false}
            value={called.slug}
            onChange={({ target }) => change({ ...called, slug: target.value })}
          />
        )}
      </FormField>
    </>
  );
}
