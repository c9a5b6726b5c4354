import { type FormEvent, useState } from 'react';
import { type Refusal, useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { FormField, Refusals } from '#src/web/controls/form-field.tsx';
import { CreateApiKeyOperation, type Role } from '#src/web/gql/operations.ts';
import { endOfLocalDate } from './local-date.ts';
import { RoleSelect } from './role-select.tsx';
import { SubmitButton } from './submit-button.tsx';

interface ApiKeyFormProps {
  /** Called with the key, which the server cannot show again. */
  made(key: { readonly key: string; readonly name: string }): void;
}

const INCOMPLETE_DATE: Refusal = { message: 'The date is incomplete', field: 'expiresAt' };

/** Creates a key with a purpose, a role and an optional last day. */
export function ApiKeyForm({ made }: ApiKeyFormProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('VIEWER');
  const [lastDay, setLastDay] = useState('');
  const [isIncomplete, setIncomplete] = useState(false);
  const { refusals, isPending, run } = useRefusableChange(CreateApiKeyOperation);
  const shown = isIncomplete ? [INCOMPLETE_DATE] : refusals;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The value of a partly typed date is empty, which would create a key without an end.
    const date = event.currentTarget.elements.namedItem('last-day');
    const isPart = date instanceof HTMLInputElement && date.validity.badInput;
    setIncomplete(isPart);
    if (isPart) return;
    const expiresAt = lastDay === '' ? null : endOfLocalDate(lastDay);
    run({ input: { name, role, expiresAt } }, ({ createApiKey: result }) => {
      if (result.__typename === 'CreateApiKeySuccess') made({ key: result.key, name: result.apiKey.name });
      // What was typed meanwhile stays.
      setName((now) => (now === name ? '' : now));
      setLastDay((now) => (now === lastDay ? '' : now));
    });
  };
  return (
    <form className="row g-2 mb-4" onSubmit={submit} noValidate>
      <FormField label="Purpose" columns="col-12 col-md-5" name="name" refusals={shown}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </FormField>
      <FormField label="Role" columns="col-6 col-md-2" name="role" refusals={shown}>
        {(control) => <RoleSelect {...control} value={role} choose={setRole} />}
      </FormField>
      <FormField
        label="Last day"
        columns="col-6 col-md-3"
        name="expiresAt"
        refusals={shown}
        hint="Without one, it is valid until it is revoked."
      >
        {(control) => (
          <input
            {...control}
            className="form-control"
            type="date"
            name="last-day"
            value={lastDay}
            onChange={(event) => setLastDay(event.target.value)}
          />
        )}
      </FormField>
      <SubmitButton label="Create key" isPending={isPending} />
      <Refusals of={shown.filter(({ field }) => field === null)} />
    </form>
  );
}
