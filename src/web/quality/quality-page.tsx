import './quality.css';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import {
  ClosingProposalsOperation,
  CollectionOperation,
  DataAttentionOperation,
  type DataAttentionQuery,
} from '#src/web/gql/operations.ts';
import { useIsAdmin } from '#src/web/shell.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { type Closing, ClosingProposals } from './closing-proposals.tsx';
import { CollectionControls } from './collection-controls.tsx';
import { CollectionProblems } from './collection-problems.tsx';
import { CollectionProgress } from './collection-progress.tsx';
import { CollectionRuns, useCollectionRuns } from './collection-runs.tsx';
import { Findings, useFindings } from './findings.tsx';
import { MissingInputs, type MissingInputsOfMonth } from './missing-inputs.tsx';
import { Months } from './months.tsx';
import { TieOuts, useTieOuts } from './tie-outs.tsx';
import { type CollectionState, type FollowedCollection, useCollectionProgress } from './use-collection-progress.ts';

/** Notices collections that start while the page is open, such as the nightly one. */
const POLL_INTERVAL_MS = 10_000;

type Attention = NonNullable<DataAttentionQuery['organization']>['attention'];

/** Data quality: the state of the nightly collection, findings, missing inputs, and the collections with their results. */
export function QualityPage() {
  const status = useOperation(CollectionOperation, {}, { refetchInterval: POLL_INTERVAL_MS });
  const attended = useOperation(DataAttentionOperation, {});
  const closing = useOperation(ClosingProposalsOperation, {});
  const findings = useFindings(false);
  const runs = useCollectionRuns();
  const tieOuts = useTieOuts();
  const isAdmin = useIsAdmin();
  const collection = status.data?.organization?.collection;
  const followed = useCollectionProgress(collection);
  // Sections that load late would push down those that are already read.
  const isAllThere = [status, attended, closing, findings, runs, tieOuts].every(({ isPending }) => !isPending);
  return (
    <div className="quality">
      <header className="quality-header">
        <div>
          <h1>Data quality</h1>
          <Link href="/quality/validation">Validation of months and nights</Link>
        </div>
        {isAdmin && collection && <CollectionControls collection={collection} />}
      </header>
      {status.error && <Failure error={status.error} retry={status.refetch} />}
      {attended.error && <Failure error={attended.error} retry={attended.refetch} />}
      {closing.error && <Failure error={closing.error} retry={closing.refetch} />}
      {!isAllThere && <Loading label="Loading data quality" />}
      {isAllThere && collection && <CollectionStatus collection={collection} />}
      {isAllThere && (
        <Sections
          attention={attended.data?.organization?.attention ?? null}
          closing={closing.data?.organization ?? null}
          followed={followed}
        />
      )}
    </div>
  );
}

/** The state of the nightly collection. */
function CollectionStatus({ collection }: { readonly collection: CollectionState }) {
  const { enabled, nextRunAt, lastSuccessAt, openFindings } = collection;
  return (
    <dl className="quality-facts">
      <Fact term="Nightly collection">{enabled ? 'Enabled' : 'Disabled'}</Fact>
      <Fact term="Next run">{nextRunAt ? formatInstant(nextRunAt) : 'Not scheduled'}</Fact>
      <Fact term="Last full success">{lastSuccessAt ? formatInstant(lastSuccessAt) : 'Never'}</Fact>
      <Fact term="Open findings">{openFindings}</Fact>
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

interface SectionsProps {
  /** Null if it could not be loaded. */
  readonly attention: Attention | null;
  readonly closing: Closing | null;
  readonly followed: FollowedCollection | null;
}

function Sections({ attention, closing, followed }: SectionsProps) {
  const isAdmin = useIsAdmin();
  const missing = (attention ?? []).filter((item) => item.__typename === 'MissingInputs');
  const problems = (attention ?? []).filter((item) => item.__typename === 'CollectionProblem');
  return (
    <>
      <CollectionProblems problems={problems} />
      {followed && <CollectionProgress {...followed} />}
      <ClosingProposals proposals={closing?.closingProposals ?? []} />
      <Findings />
      <TieOuts />
      {attention && <MissingInputs months={missing} />}
      <CollectionRuns />
      {isAdmin && <Months lacking={lackingByMonth(missing)} closing={closing} />}
    </>
  );
}

function lackingByMonth(missing: readonly MissingInputsOfMonth[]): ReadonlyMap<string, readonly string[]> {
  return new Map(missing.map(({ period, inputs }) => [period, inputs.map(({ definition }) => definition.label)]));
}
