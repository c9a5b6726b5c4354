import { type FormEvent, useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { RenameOrganizationOperation } from '#src/web/gql/operations.ts';
import type { ListedOrganization } from './listed-organization.ts';
import { type Called, OrganizationFields } from './organization-fields.tsx';

interface RenameDialogProps {
  readonly organization: ListedOrganization;
  close(): void;
  announce(words: string): void;
}

/** Changes an organization's name and slug. */
export function RenameDialog({ organization: { id, name, slug }, close, announce }: RenameDialogProps) {
  const [called, setCalled] = useState<Called>({ name, slug });
  const { refusals, isPending, run } = useRefusableChange(RenameOrganizationOperation);
  const rename = (event: FormEvent) => {
    event.preventDefault();
    run({ input: { id, ...called } }, () => {
      close();
      announce(`${name} is now ${called.name.trim()}.`);
    });
  };
  return (
    <Modal title={`Rename ${name}`} close={close}>
      <form onSubmit={rename} noValidate>
        <OrganizationFields
          called={called}
          change={setCalled}
          refusals={refusals}
          hint="Its name in commands. Whoever uses the old one must use the new one."
        />
        <Refusals of={refusals.filter(({ field }) => field !== 'name' && field !== 'slug')} />
        <DialogButtons action="Rename" isPending={isPending} close={close} />
      </form>
    </Modal>
  );
}
