import type { ChangesShownFragment } from '#src/web/gql/operations.ts';
import { formatDecimal, formatInstant, type ValueFormat } from '#src/web/values/format.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import { CAUSE } from './explanation-words.ts';

interface ChangesViewProps {
  readonly changes: ChangesShownFragment;
  readonly format: ValueFormat;
}

/** The findings and the history of a value. */
export function ChangesView({ changes: { findings, history }, format }: ChangesViewProps) {
  const { edges, pageInfo } = history;
  const isOfSeveralMonths = new Set(edges.map(({ node }) => node.period)).size > 1;
  return (
    <>
      {findings.map((finding) => (
        <p key={finding.id} className="explanation-finding">
          {finding.message}{' '}
          {finding.acknowledgedBy ? `Acknowledged by ${finding.acknowledgedBy}` : 'Not acknowledged yet'}
          {finding.note ? `: ${finding.note}` : '.'}
        </p>
      ))}
      {edges.length > 0 && (
        <details className="explanation-history">
          <summary>
            History ({edges.length}
            {pageInfo.hasNextPage && ' newest'} {edges.length === 1 ? 'change' : 'changes'})
          </summary>
          <ol>
            {edges.map(({ node }) => (
              <li key={node.id}>
                {isOfSeveralMonths && `${formatPeriod(node.period)}: `}
                {formatDecimal(node.oldValue, format)} → <b>{formatDecimal(node.newValue, format)}</b>,{' '}
                {CAUSE[node.cause]} by {node.actor}, {formatInstant(node.changedAt)}
                {node.runId !== null && `, collection ${node.runId}`}
                {node.reason && `: ${node.reason}`}
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}
