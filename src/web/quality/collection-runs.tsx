import { usePages } from '#src/web/client/use-pages.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { ShowMore } from '#src/web/controls/show-more.tsx';
import { CollectionRunsOperation, type CollectionRunsQuery } from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { counted, monthsInWords, STATUS_WORDS, TRIGGER_WORDS } from './collection-words.ts';
import { logLines } from './log-lines.ts';

type Run = NonNullable<CollectionRunsQuery['organization']>['collectionRuns']['edges'][number]['node'];

/** The collections, newest first. */
export function useCollectionRuns() {
  return usePages(CollectionRunsOperation, {}, { pageOf: ({ organization }) => organization?.collectionRuns });
}

/** The collections, newest first, each with the result of every vendor and month. */
export function CollectionRuns() {
  const runs = useCollectionRuns();
  const { nodes, error, refetch } = runs;
  return (
    <section className="quality-section" aria-labelledby="runs">
      <h2 id="runs">Collections</h2>
      {error && <Failure error={error} retry={refetch} />}
      {!nodes && !error && <Loading label="Loading the collections" />}
      {nodes?.length === 0 && <p>No collection has run yet.</p>}
      {nodes?.map((run) => (
        <RunDetails key={run.id} run={run} />
      ))}
      <ShowMore pages={runs} label="Show older collections" />
    </section>
  );
}

function RunDetails({ run }: { readonly run: Run }) {
  const status = run.interrupted ? 'Interrupted' : STATUS_WORDS[run.status];
  return (
    <details className="quality-run" data-status={run.status}>
      <summary>
        <span className="quality-run-status">
          <span aria-hidden="true">{SIGNS[run.status]}</span> {status}
        </span>{' '}
        <span className="quality-run-start">{formatInstant(run.startedAt)}</span>{' '}
        <span className="quality-quiet">
          {TRIGGER_WORDS[run.trigger]}
          {isByPerson(run) && ` by ${run.requestedBy}`}
          {run.force && ', overwriting frozen months'}
        </span>
      </summary>
      {run.reason && <p>Reason: {run.reason}</p>}
      <p className="quality-quiet">
        Collection {run.id}
        {run.endedAt && `, ended ${formatInstant(run.endedAt)}`}
      </p>
      {run.entries.length === 0 && <p>It recorded no vendor or month.</p>}
      <ul className="quality-log">
        {logLines(run.entries).map(({ vendor, status: result, months, values, text }) => (
          <li key={`${vendor} ${months[0]}`}>
            <strong>
              {vendor}: {monthsInWords(months)}
            </strong>
            <span>
              {STATUS_WORDS[result]}
              {result === 'SUCCESS' && `, ${counted(values, 'value')}`}
            </span>
            {text && <span className="quality-log-text">{text}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function isByPerson({ trigger }: Run): boolean {
  return trigger === 'CLI' || trigger === 'API';
}

const SIGNS: Readonly<Record<Run['status'], string>> = { RUNNING: '…', SUCCESS: '✓', PARTIAL: '▲', FAILED: '✕' };
