import { useState } from 'react';
import { usePages } from '#src/web/client/use-pages.ts';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { ShowMore } from '#src/web/controls/show-more.tsx';
import { FindingsOperation } from '#src/web/gql/operations.ts';
import { useIsEditor } from '#src/web/shell.ts';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import { type Finding, FindingItem, subjectOf } from './finding-item.tsx';
import { useMetricNames } from './use-metric-names.ts';

/** Open findings and, on demand, acknowledged ones. */
export function Findings() {
  const [areAcknowledgedShown, setAcknowledgedShown] = useState(false);
  return (
    <section className="quality-section" aria-labelledby="findings">
      <h2 id="findings">Open findings</h2>
      <FindingList acknowledged={false} none="There are no open findings." />
      <details
        className="quality-more"
        onToggle={({ currentTarget }) => setAcknowledgedShown((before) => before || currentTarget.open)}
      >
        <summary>Acknowledged findings</summary>
        {areAcknowledgedShown && <FindingList acknowledged none="There are no acknowledged findings." />}
      </details>
    </section>
  );
}

/** Current findings, either acknowledged or open ones. */
export function useFindings(acknowledged: boolean) {
  return usePages(FindingsOperation, { acknowledged }, { pageOf: ({ organization }) => organization?.findings });
}

interface FindingListProps {
  readonly acknowledged: boolean;
  /** Shown if the list is empty. */
  readonly none: string;
}

function FindingList({ acknowledged, none }: FindingListProps) {
  const isEditor = useIsEditor();
  const metricNamed = useMetricNames();
  const [chosen, setChosen] = useState<Finding | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const findings = useFindings(acknowledged);
  const { nodes, error, refetch } = findings;
  return (
    <>
      <Notice done={done} />
      {error && <Failure error={error} retry={refetch} />}
      {!nodes && !error && <Loading label="Loading the findings" />}
      {nodes?.length === 0 && <p className="quality-quiet">{none}</p>}
      <ul className="quality-findings">
        {nodes?.map((finding) => (
          <FindingItem
            key={finding.id}
            finding={finding}
            metric={metricNamed(finding.metric)}
            {...(isEditor && !acknowledged && { acknowledge: () => setChosen(finding) })}
          />
        ))}
      </ul>
      <ShowMore pages={findings} label="Show more findings" />
      {chosen && (
        <AcknowledgeDialog
          finding={chosen}
          metric={metricNamed(chosen.metric)}
          close={() => setChosen(null)}
          onAcknowledged={() => {
            setDone({ words: `${subjectOf(chosen, metricNamed(chosen.metric))} is acknowledged.` });
            setChosen(null);
          }}
        />
      )}
    </>
  );
}
