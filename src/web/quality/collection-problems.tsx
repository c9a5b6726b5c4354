import type { DataAttentionQuery } from '#src/web/gql/operations.ts';
import { formatInstantsIn } from '#src/web/values/format.ts';

type AttentionItem = NonNullable<DataAttentionQuery['organization']>['attention'][number];
export type CollectionProblem = Extract<AttentionItem, { __typename: 'CollectionProblem' }>;

const SIGNS: Readonly<Record<CollectionProblem['severity'], string>> = { CRITICAL: '✕', WARNING: '▲', NOTICE: 'ℹ' };

/** Problems of the collection: why each vendor failed, what is late, and what to do about it. */
export function CollectionProblems({ problems }: { readonly problems: readonly CollectionProblem[] }) {
  return problems.map(({ problem, severity, message, action, failures }) => (
    <section className="quality-attention" data-severity={severity} key={problem}>
      <p>
        <span aria-hidden="true">{SIGNS[severity]}</span> <strong>{formatInstantsIn(message)}</strong>
      </p>
      {failures.length > 0 && (
        <ul>
          {failures.map(({ vendor, message: reason }) => (
            <li key={`${vendor.name} ${reason}`}>
              {vendor.name}: {reason}
            </li>
          ))}
        </ul>
      )}
      <p className="quality-quiet">{action}</p>
    </section>
  ));
}
