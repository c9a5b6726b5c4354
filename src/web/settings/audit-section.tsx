import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { useOperation } from '#src/web/client/use-operation.ts';
import { usePages } from '#src/web/client/use-pages.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { ShowMore } from '#src/web/controls/show-more.tsx';
import { AuditChoicesOperation, type AuditChoicesQuery, AuditTrailOperation } from '#src/web/gql/operations.ts';
import type { Subjects } from './audit-detail.ts';
import { auditFilter, auditVariables } from './audit-filter.ts';
import { AuditFilterForm } from './audit-filter-form.tsx';
import { AuditTable } from './audit-table.tsx';

/** The audit trail, newest first; its filter is in the address bar. */
export function AuditSection() {
  const [parameters, setParameters] = useSearchParams();
  const filter = auditFilter(parameters);
  const choices = useOperation(AuditChoicesOperation, {});
  const trail = usePages(AuditTrailOperation, auditVariables(filter), {
    pageOf: ({ organization }) => organization?.auditEntries,
  });
  const subjects = useMemo(() => subjectsOf(choices.data), [choices.data]);
  const error = choices.error ?? trail.error;
  // Without the choices an entry would have keys and decimals in place of names and units.
  const nodes = choices.isPending ? undefined : trail.nodes;
  return (
    <>
      <p className="settings-lead">
        Who did what, from where, with the values before and after. Entries cannot be changed;{' '}
        <code>qbr audit verify</code> proves it.
      </p>
      <AuditFilterForm
        key={filter.actor}
        filter={filter}
        choices={choices.data}
        actors={[...new Set(nodes?.map(({ actor }) => actor))]}
        change={(changes) => setParameters((before) => changed(before, changes))}
      />
      {error && (
        <Failure
          error={error}
          retry={() => {
            void choices.refetch();
            void trail.refetch();
          }}
        />
      )}
      {!nodes && !error && <Loading label="Loading the audit trail" />}
      <p role="status" className="visually-hidden">
        {nodes && `${nodes.length} entries are shown${trail.hasNextPage ? '; there are older ones' : ''}.`}
      </p>
      {nodes?.length === 0 && <p>No entries match.</p>}
      {nodes && nodes.length > 0 && (
        <AuditTable
          entries={nodes}
          subjects={subjects}
          choose={(actor) => setParameters((before) => changed(before, { actor }))}
        />
      )}
      <ShowMore pages={trail} label="Show older entries" />
    </>
  );
}

function changed(before: URLSearchParams, changes: Readonly<Record<string, string>>): URLSearchParams {
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') before.delete(name);
    else before.set(name, value);
  }
  return before;
}

/** If a metric and a SmartNumber have the same key, the label is that of the SmartNumber. */
function subjectsOf(choices: AuditChoicesQuery | undefined): Subjects {
  const all = [...(choices?.metricDefinitions ?? []), ...(choices?.smartNumberDefinitions ?? [])];
  return new Map(all.map(({ key, ...subject }) => [key, subject]));
}
