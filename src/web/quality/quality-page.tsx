import './quality.css';
import { CollectionOperation, DataAttentionOperation } from '../gql/operations.ts';
import { Failure, Loading } from '../query-states.tsx';
import { useIsAdmin } from '../shell.ts';
import { useOperation } from '../use-operation.ts';
import { CollectionControls } from './collection-controls.tsx';
import { CollectionProblems } from './collection-problems.tsx';
import { CollectionProgress } from './collection-progress.tsx';
import { CollectionRuns } from './collection-runs.tsx';
import { CollectionStatus } from './collection-status.tsx';
import { Findings } from './findings.tsx';
import { MissingInputs, type MissingInputsOfMonth } from './missing-inputs.tsx';
import { Months } from './months.tsx';
import { useCollectionProgress } from './use-collection-progress.ts';

/** How often is looked whether a collection has begun, such as the nightly one. */
const LOOK_EVERY_MS = 10_000;

/** How the figures came in: where the nightly collection stands, and what became of each collection. */
export function QualityPage() {
  const { data, error, refetch } = useOperation(CollectionOperation, {}, { refetchInterval: LOOK_EVERY_MS });
  const collection = data?.organization?.collection;
  const isAdmin = useIsAdmin();
  const attended = useOperation(DataAttentionOperation, {});
  const attention = attended.data?.organization?.attention ?? [];
  const missing = attention.filter((item) => item.__typename === 'MissingInputs');
  const followed = useCollectionProgress(collection);
  return (
    <div className="quality">
      <header className="quality-header">
        <h1>Data quality</h1>
        {isAdmin && collection && <CollectionControls collection={collection} />}
      </header>
      {error && <Failure error={error} retry={refetch} />}
      {!collection && !error && <Loading label="Reading where the collection stands" />}
      {collection && <CollectionStatus collection={collection} />}
      <CollectionProblems problems={attention.filter((item) => item.__typename === 'CollectionProblem')} />
      {followed && <CollectionProgress {...followed} />}
      <Findings />
      {attended.data && <MissingInputs months={missing} />}
      <CollectionRuns />
      {isAdmin && <Months lacking={lackingByMonth(missing)} />}
    </div>
  );
}

function lackingByMonth(missing: readonly MissingInputsOfMonth[]): ReadonlyMap<string, readonly string[]> {
  return new Map(missing.map(({ period, inputs }) => [period, inputs.map(({ definition }) => definition.label)]));
}
