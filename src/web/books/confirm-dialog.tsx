import { type FormEvent, useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { FormField, Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { ReasonField } from '#src/web/controls/reason-field.tsx';
import {
  BooksMonthsOperation,
  type SaveAccountMappingInput,
  SaveAccountMappingOperation,
} from '#src/web/gql/operations.ts';
import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';
import type { Books } from './books.ts';
import { MappingChanges } from './mapping-changes.tsx';

interface ConfirmDialogProps {
  readonly books: Books;
  /** The mapping, without what is asked here. */
  readonly input: Omit<SaveAccountMappingInput, 'from' | 'reason'>;
  /** The month that the page shows. */
  readonly shownMonth: PeriodKey | null;
  close(): void;
  /** Called instead of `close` after the mapping was stored. @param words the result, for people */
  whenDone(words: string): void;
}

/** Shows what a mapping would change, and stores it from a month on, for a reason. */
export function ConfirmDialog({ books, input, shownMonth, close, whenDone }: ConfirmDialogProps) {
  const months = useMonths(books);
  const [chosen, setChosen] = useState<PeriodKey | null>(null);
  const [reason, setReason] = useState('');
  const { refusals, isPending, run } = useRefusableChange(SaveAccountMappingOperation);
  const from = chosen ?? books.mapping?.from ?? months[0] ?? '';
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    run({ input: { ...input, from, reason } }, ({ saveAccountMapping: saved }) => {
      if (saved.__typename !== 'SaveAccountMappingSuccess') return;
      whenDone(`Mapping version ${saved.version} is confirmed, from ${formatPeriod(from)}.`);
    });
  };
  return (
    <Modal title={books.mapping ? 'Change the mapping' : 'Confirm the mapping'} close={close}>
      <form onSubmit={confirm} noValidate>
        <div className="books-confirm">
          <FormField
            label="From month"
            columns=""
            name="from"
            refusals={refusals}
            hint="Months before keep their mapping; closed months do in any case."
          >
            {(control) => (
              <select
                {...control}
                className="form-select"
                value={from}
                onChange={({ target }) => setChosen(target.value)}
              >
                {months.map((month) => (
                  <option key={month} value={month}>
                    {formatPeriod(month)}
                  </option>
                ))}
              </select>
            )}
          </FormField>
          <ReasonField
            label="Reason"
            columns=""
            refusals={refusals}
            hint="It is recorded with the version and in the audit trail."
            reason={reason}
            change={setReason}
          />
        </div>
        {from !== '' && <MappingChanges input={{ ...input, from }} opened={shownMonth} />}
        <Refusals of={refusals.filter(({ field }) => field !== 'from' && field !== 'reason')} />
        <DialogButtons action="Confirm" isPending={isPending} close={close} />
      </form>
    </Modal>
  );
}

/** The months from which a mapping can hold: those with statements, and that of the present mapping, oldest first. */
function useMonths({ mapping, accounts: { months } }: Books): readonly PeriodKey[] {
  const { data } = useOperation(BooksMonthsOperation, {});
  const known = data?.organization?.books.accounts.months ?? months;
  return [...new Set([...known, ...(mapping?.from ? [mapping.from] : [])])].sort();
}
