import { type FormEvent, useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { FormField, Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { CreateOrganizationOperation } from '#src/web/gql/operations.ts';
import { type Called, OrganizationFields } from './organization-fields.tsx';

interface CreateDialogProps {
  close(): void;
  announce(words: string): void;
}

const FIELDS: readonly (string | null)[] = ['name', 'slug', 'timeZone'];

/** Creates an organization, to which nobody belongs yet. */
export function CreateDialog({ close, announce }: CreateDialogProps) {
  const [called, setCalled] = useState<Called>({ name: '', slug: '' });
  const [timeZone, setTimeZone] = useState('');
  const { refusals, isPending, run } = useRefusableChange(CreateOrganizationOperation);
  const create = (event: FormEvent) => {
    event.preventDefault();
    const input = { name: called.name, slug: called.slug.trim() || null, timeZone: timeZone.trim() || null };
    run({ input }, () => {
      close();
      announce(`${called.name.trim()} is created. Nobody belongs to it yet: give somebody a membership.`);
    });
  };
  return (
    <Modal title="Create an organization" close={close}>
      <form onSubmit={create} noValidate>
        <OrganizationFields
          called={called}
          change={setCalled}
          refusals={refusals}
          hint="Its name in commands, such as acme-it. Without one it is made of the name."
        />
        <FormField
          label="Time zone"
          columns=""
          name="timeZone"
          refusals={refusals}
          hint="Where its months begin, such as America/Chicago. Without one it is the server’s."
        >
          {(control) => (
            <input
              {...control}
              className="form-control"
              autoComplete="off"
              spellCheck={false}
              value={timeZone}
              onChange={({ target }) => setTimeZone(target.value)}
            />
          )}
        </FormField>
        <Refusals of={refusals.filter(({ field }) => !FIELDS.includes(field))} />
        <DialogButtons action="Create" isPending={isPending} close={close} />
      </form>
    </Modal>
  );
}
