import './quality.css';
import { CollectionOperation, DataAttentionOperation } from '../gql/operations.ts';
import { Failure, Loading } from '../query-states.tsx';
import { useOperation } from '../use-operation.ts';
import { CollectionProblems } from './collection-problems.tsx';
import { CollectionProgress } from './collection-progress.tsx';
import { CollectionRuns } from './collection-runs.tsx';
import { CollectionStatus } from './collection-status.tsx';
import { Findings } from './findings.tsx';
import { MissingInputs } from './missing-inputs.tsx';
import { useCollectionProgress } from './use-collection-progress.ts';

/** How often is looked whether a collection has begun, such as the nightly one. */
const LOOK_EVERY_MS = 10_000;

/** How the figures came in: where the nightly collection stands, and what became of each collection. */
export function QualityPage() {
  const { data, error, refetch } = useOperation(CollectionOperation, {}, { refetchInterval: LOOK_EVERY_MS });
  const collection = data?.organization?.collection;
  const attended = useOperation(DataAttentionOperation, {});
  const attention = attended.data?.organization?.attention ?? [];
  const followed = useCollectionProgress(collection);
  return (
    <div className="quality">
      <h1>Data quality</h1>
      {error && <Failure error={error} retry={refetch} />}
      {!collection && !error && <Loading label="Reading where the collection stands" />}
      {collection && <CollectionStatus collection={collection} />}
      <CollectionProblems problems={attention.filter((item) => item.__typename === 'CollectionProblem')} />
      {followed && <CollectionProgress {...followed} />}
      <Findings />
      {attended.data && <MissingInputs months={attention.filter((item) => item.__typename === 'MissingInputs')} />}
      <CollectionRuns />
    </div>
  );
}
