import { formatInstant } from '../format.ts';
import { CollectionOperation } from '../gql/operations.ts';
import { Failure, Loading } from '../query-states.tsx';
import { useOperation } from '../use-operation.ts';
import { CollectionRuns } from './collection-runs.tsx';

/** How the figures came in: where the nightly collection stands, and what became of each collection. */
export function QualityPage() {
  const { data, error, refetch } = useOperation(CollectionOperation, {});
  const collection = data?.organization?.collection;
  return (
    <>
      <h1 className="h3 mb-3">Data quality</h1>
      {error && <Failure error={error} retry={refetch} />}
      {!collection && !error && <Loading label="Reading where the collection stands" />}
      {collection && (
        <dl className="row mb-4">
          <Fact term="Nightly collection">{collection.enabled ? 'Enabled' : 'Disabled'}</Fact>
          <Fact term="Next run">
            {collection.nextRunAt ? formatInstant(collection.nextRunAt) : 'None is scheduled'}
          </Fact>
          <Fact term="Last full success">
            {collection.lastSuccessAt ? formatInstant(collection.lastSuccessAt) : 'There has been none'}
          </Fact>
          <Fact term="Findings to look at">{String(collection.openFindings)}</Fact>
        </dl>
      )}
      <CollectionRuns />
    </>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: string }) {
  return (
    <>
      <dt className="col-sm-3 col-lg-2">{term}</dt>
      <dd className="col-sm-9 col-lg-10">{children}</dd>
    </>
  );
}
