import './quality.css';
import { CollectionOperation } from '../gql/operations.ts';
import { Failure, Loading } from '../query-states.tsx';
import { useOperation } from '../use-operation.ts';
import { CollectionProgress } from './collection-progress.tsx';
import { CollectionRuns } from './collection-runs.tsx';
import { CollectionStatus } from './collection-status.tsx';
import { Findings } from './findings.tsx';
import { useCollectionProgress } from './use-collection-progress.ts';

/** How often is looked whether a collection has begun, such as the nightly one. */
const LOOK_EVERY_MS = 10_000;

/** How the figures came in: where the nightly collection stands, and what became of each collection. */
export function QualityPage() {
  const { data, error, refetch } = useOperation(CollectionOperation, {}, { refetchInterval: LOOK_EVERY_MS });
  const collection = data?.organization?.collection;
  const followed = useCollectionProgress(collection);
  return (
    <div className="quality">
      <h1>Data quality</h1>
      {error && <Failure error={error} retry={refetch} />}
      {!collection && !error && <Loading label="Reading where the collection stands" />}
      {collection && <CollectionStatus collection={collection} />}
      {followed && <CollectionProgress {...followed} />}
      <Findings />
      <CollectionRuns />
    </div>
  );
}
