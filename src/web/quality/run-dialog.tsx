import { type FormEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import { useOperation } from '#src/web/client/use-operation.ts';
import { type Refusal, useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { ReasonField } from '#src/web/controls/reason-field.tsx';
import { CollectOperation, OnlineCompanyOperation } from '#src/web/gql/operations.ts';
import { formatInstantsIn } from '#src/web/values/format.ts';
import { PROGRESS_ID } from './collection-progress.tsx';
import { collectInput, monthsUntil, offeredVendors, type RunChoices } from './run-choices.ts';
import { RunMonths } from './run-months.tsx';
import { RunVendors } from './run-vendors.tsx';
import type { CollectionState } from './use-collection-progress.ts';

/** The months that are offered. */
const MONTHS_OFFERED = 60;

interface RunDialogProps {
  readonly collection: CollectionState;
  close(): void;
}

/** Starts a collection of chosen months and vendors, optionally overwriting frozen values. */
export function RunDialog({ collection: { timeZone, running }, close }: RunDialogProps) {
  const [months] = useState(() => monthsUntil(new Date(), timeZone, MONTHS_OFFERED));
  const [choices, setChoices] = useState<RunChoices>(() => choicesAtFirst(months));
  const { data } = useOperation(OnlineCompanyOperation, {});
  const offered = offeredVendors({ hasOnlineCompany: data?.organization?.books.online.company != null });
  const { refusals, isPending, run } = useRefusableChange(CollectOperation);
  const shown = refusals.map((refusal) => ({ ...refusal, message: formatInstantsIn(refusal.message) }));
  const choose = (chosen: Partial<RunChoices>) => setChoices((before) => ({ ...before, ...chosen }));
  const collect = (event: FormEvent) => {
    event.preventDefault();
    run({ input: collectInput(choices, offered) }, close);
  };
  const show = () => {
    // Elements behind a modal dialog cannot take the focus.
    flushSync(close);
    document.getElementById(PROGRESS_ID)?.focus();
  };
  return (
    <Modal title="Run a collection now" close={close}>
      <form className="quality-form" onSubmit={collect} noValidate>
        {running && (
          <p>
            Collection {running.id} is already running, and only one can run at a time.{' '}
            <button type="button" className="btn btn-link p-0 align-baseline" onClick={show}>
              Show its progress
            </button>
          </p>
        )}
        <RunMonths months={months} choices={choices} choose={choose} />
        <RunVendors offered={offered} leftOut={choices.leftOut} choose={(leftOut) => choose({ leftOut })} />
        <Force choices={choices} choose={choose} refusals={shown} />
        <Refusals of={shown.filter(({ field }) => field !== 'reason')} />
        <DialogButtons action="Collect" isPending={isPending} close={close} />
      </form>
    </Modal>
  );
}

function choicesAtFirst([running = '', previous = '']: readonly string[]): RunChoices {
  return {
    isNewest: true,
    from: previous,
    to: running,
    leftOut: [],
    force: false,
    reason: '',
  };
}

interface ForceProps {
  readonly choices: RunChoices;
  choose(chosen: Partial<RunChoices>): void;
  readonly refusals: readonly Refusal[];
}

function Force({ choices: { force, reason }, choose, refusals }: ForceProps) {
  return (
    <fieldset>
      <legend>Frozen values</legend>
      <div className="form-check">
        <input
          type="checkbox"
          className="form-check-input"
          id="run-force"
          checked={force}
          onChange={({ target }) => choose({ force: target.checked })}
        />
        <label className="form-check-label" htmlFor="run-force">
          Overwrite collected values of frozen months
        </label>
      </div>
      {force && (
        <ReasonField
          label="Reason (recorded in the history of the values)"
          columns="mt-2"
          refusals={refusals}
          reason={reason}
          change={(text) => choose({ reason: text })}
        />
      )}
    </fieldset>
  );
}
