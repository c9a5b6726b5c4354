import { useState } from 'react';
import { RunDialog } from './run-dialog.tsx';
import type { CollectionState } from './use-collection-progress.ts';
import { useNightlySwitch } from './use-nightly-switch.tsx';

/** For admins: run a collection now, enable or disable the nightly one. */
export function CollectionControls({ collection }: { readonly collection: CollectionState }) {
  const [isAsking, setAsking] = useState(false);
  const { button, answer } = useNightlySwitch(collection.enabled);
  return (
    <div>
      <div className="quality-controls">
        {button}
        <button type="button" className="btn btn-primary" onClick={() => setAsking(true)}>
          Run now
        </button>
      </div>
      {answer}
      {isAsking && <RunDialog collection={collection} close={() => setAsking(false)} />}
    </div>
  );
}
