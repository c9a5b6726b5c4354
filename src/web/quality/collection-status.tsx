import type { ReactNode } from 'react';
import { formatInstant } from '#src/web/values/format.ts';
import type { CollectionState } from './use-collection-progress.ts';

/** Where the nightly collection stands, in four facts. */
export function CollectionStatus({ collection }: { readonly collection: CollectionState }) {
  const { enabled, nextRunAt, lastSuccessAt, openFindings } = collection;
  return (
    <dl className="quality-facts">
      <Fact term="Nightly collection">{enabled ? 'Enabled' : 'Disabled'}</Fact>
      <Fact term="Next run">{nextRunAt ? formatInstant(nextRunAt) : 'None is scheduled'}</Fact>
      <Fact term="Last full success">{lastSuccessAt ? formatInstant(lastSuccessAt) : 'There has been none'}</Fact>
      <Fact term="Findings to look at">{openFindings}</Fact>
    </dl>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
