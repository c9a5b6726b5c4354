import { useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { SetCollectionEnabledOperation } from '#src/web/gql/operations.ts';
import { RunDialog } from './run-dialog.tsx';
import type { CollectionState } from './use-collection-progress.ts';

/** For admins: run a collection now, enable or disable the nightly one. */
export function CollectionControls({ collection }: { readonly collection: CollectionState }) {
  const [isAsking, setAsking] = useState(false);
  const { refusals, isPending, run } = useRefusableChange(SetCollectionEnabledOperation);
  const { enabled } = collection;
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
      <Refusals of={refusals} />
      {isAsking && <RunDialog collection={collection} close={() => setAsking(false)} />}
    </div>
  );
}
