import { useState } from 'react';
import { SetCollectionEnabledOperation } from '../gql/operations.ts';
import { Refusals } from '../settings/form-field.tsx';
import { useRefusableChange } from '../settings/use-refusable-change.ts';
import { RunDialog } from './run-dialog.tsx';
import type { CollectionState } from './use-collection-progress.ts';

/** What an admin does about collections: one now, and every night or not. */
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
          disabled={isPending}
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
