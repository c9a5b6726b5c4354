import { useState } from 'react';
import { formatInstant } from '../format.ts';
import { CollectionRunsOperation, type CollectionRunsQuery } from '../gql/operations.ts';
import { formatPeriod } from '../period.ts';
import { Failure, Loading } from '../query-states.tsx';
import { useOperation } from '../use-operation.ts';

const PAGE = 10;
/** As many as the API answers at once. */
const MOST = 100;

type Run = NonNullable<CollectionRunsQuery['organization']>['collectionRuns']['edges'][number]['node'];

/** The collections, newest first, each with what became of every vendor and month. */
export function CollectionRuns() {
  const [first, setFirst] = useState(PAGE);
  const { data, error, refetch } = useOperation(CollectionRunsOperation, { first });
  const runs = data?.organization?.collectionRuns;
  return (
    <section aria-labelledby="runs">
      <h2 className="h5" id="runs">
        Collections
      </h2>
      {error && <Failure error={error} retry={refetch} />}
      {!runs && !error && <Loading label="Reading the collections" />}
      {runs?.edges.length === 0 && <p>There has been no collection yet.</p>}
      {runs?.edges.map(({ node }) => (
        <RunDetails key={node.id} run={node} />
      ))}
      {runs?.pageInfo.hasNextPage &&
        (first < MOST ? (
          <button type="button" className="btn btn-outline-secondary" onClick={() => setFirst(first + PAGE)}>
            Show more
          </button>
        ) : (
          <p>Older collections are told by the API.</p>
        ))}
    </section>
  );
}

function RunDetails({ run }: { readonly run: Run }) {
  return (
    <details className="border rounded p-2 mb-2">
      <summary>
        {formatInstant(run.startedAt)}: {run.interrupted ? 'interrupted' : words(run.status)}, {words(run.trigger)} by{' '}
        {run.requestedBy}
        {run.force && ', overwriting frozen months'}
      </summary>
      {run.reason && <p className="mt-2 mb-0">Reason: {run.reason}</p>}
      <ul className="list-unstyled small mt-2 mb-0">
        {run.entries.map(({ vendor, period, status, metricsCollected, errorMessage, notes }) => (
          <li key={`${vendor.name} ${period}`} className="row border-top py-1">
            <strong className="col-sm-4 col-lg-3">
              {vendor.name}, {formatPeriod(period)}
            </strong>
            <span className="col-sm-3 col-lg-2">
              {words(status)}, {metricsCollected} metrics
            </span>
            <span className="col text-break">{errorMessage ?? notes ?? ''}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** `CATCH_UP` as people write it: `catch up`. */
function words(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}
