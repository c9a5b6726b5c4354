import { useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { SetCollectionEnabledOperation } from '#src/web/gql/operations.ts';
import { RunDialog } from './run-dialog.tsx';
import type { CollectionState } from './use-collection-progress.ts';

/** The input that confirms that the collection is enabled although its validation has not passed. */
const CONFIRMATION = 'acceptUnvalidated';

/** For admins: run a collection now, enable or disable the nightly one. */
export function CollectionControls({ collection }: { readonly collection: CollectionState }) {
  const [isAsking, setAsking] = useState(false);
  const { refusals, isPending, run, forget } = useRefusableChange(SetCollectionEnabledOperation);
  const { enabled } = collection;
  const unvalidated = refusals.find(({ field }) => field === CONFIRMATION);
  return (
    <div>
      <div className="quality-controls">
        <button
          type="button"
          className="btn btn-outline-secondary"
          aria-disabled={isPending}
          onClick={() => run({ enabled: !enabled })}
        >
          {enabled ? 'Disable the nightly collection' : 'Enable the nightly collection'}
        </button>
        <button type="button" className="btn btn-primary" onClick={() => setAsking(true)}>
          Run now
        </button>
      </div>
      <Refusals of={refusals.filter((refusal) => refusal !== unvalidated)} />
      {isAsking && <RunDialog collection={collection} close={() => setAsking(false)} />}
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
    </div>
  );
}
