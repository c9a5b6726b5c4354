import type { ReactNode } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { SetCollectionEnabledOperation } from '#src/web/gql/operations.ts';

/** The input that confirms that the collection is enabled although its validation has not passed. */
const CONFIRMATION = 'acceptUnvalidated';

/** The button that enables or disables the nightly collection, and what the server answers to it, for a place of its own. */
interface NightlySwitch {
  readonly button: ReactNode;
  readonly answer: ReactNode;
}

/** For admins. @param enabled whether it runs every night */
export function useNightlySwitch(enabled: boolean): NightlySwitch {
  const { refusals, isPending, run, forget } = useRefusableChange(SetCollectionEnabledOperation);
  const unvalidated = refusals.find(({ field }) => field === CONFIRMATION);
  const button = (
    <button
      type="button"
      className="btn btn-outline-secondary"
      aria-disabled={isPending}
      onClick={() => run({ enabled: !enabled })}
    >
      {enabled ? 'Disable the nightly collection' : 'Enable the nightly collection'}
    </button>
  );
  const answer = (
    <>
      <Refusals of={refusals.filter((refusal) => refusal !== unvalidated)} />
      {unvalidated && (
        <Modal title="Enable the nightly collection without a passed validation?" close={forget}>
          <p>{unvalidated.message}</p>
          <p>The audit trail will say that it had not passed.</p>
          <DialogButtons
            action="Enable anyway"
            isPending={isPending}
            close={forget}
            act={() => run({ enabled: true, [CONFIRMATION]: true })}
          />
        </Modal>
      )}
    </>
  );
  return { button, answer };
}
