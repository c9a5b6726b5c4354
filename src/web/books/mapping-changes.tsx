import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { refusalsOf } from '#src/web/client/use-refusable-change.ts';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Failure } from '#src/web/controls/query-states.tsx';
import {
  BooksOperation,
  type PreviewAccountMappingInput,
  type PreviewAccountMappingMutation,
  PreviewAccountMappingOperation,
} from '#src/web/gql/operations.ts';
import { counted, monthsInWords } from '#src/web/quality/collection-words.ts';
import type { PeriodKey } from '#src/web/values/period.ts';
import { PlannedChanges } from './planned-changes.tsx';

type Preview = Extract<
  PreviewAccountMappingMutation['previewAccountMapping'],
  { readonly __typename: 'PreviewAccountMappingSuccess' }
>;

/** The server demands a reason for whatever it plans; this one is stored nowhere. */
const REASON = 'Preview';

interface MappingChangesProps {
  readonly input: Omit<PreviewAccountMappingInput, 'reason'>;
  /** The month that is shown open. */
  readonly opened: PeriodKey | null;
}

/** What a mapping would change, by month and metric. Nothing is stored. */
export function MappingChanges({ input, opened }: MappingChangesProps) {
  const { data, error, isFetching, refetch } = useOperation(PreviewAccountMappingOperation, {
    input: { ...input, reason: REASON },
  });
  const preview = data?.previewAccountMapping;
  useRefetchAfterConflict(data);
  return (
    <section className="books-changes" aria-labelledby="mapping-changes" aria-busy={isFetching}>
      <h3 id="mapping-changes">What changes</h3>
      {error && <Failure error={error} retry={refetch} />}
      {!preview && !error && <p role="status">Working out what would change …</p>}
      {preview?.__typename === 'PreviewAccountMappingSuccess' && <Planned preview={preview} opened={opened} />}
      {data && <Refusals of={refusalsOf(data)} />}
    </section>
  );
}

/** The page learns from a conflict which version is the newest. */
function useRefetchAfterConflict(data: PreviewAccountMappingMutation | undefined): void {
  const queries = useQueryClient();
  const isConflict = data?.previewAccountMapping.__typename === 'ConflictError';
  useEffect(() => {
    if (isConflict) void queries.invalidateQueries({ queryKey: [BooksOperation.name] });
  }, [isConflict, queries]);
}

function Planned({ preview, opened }: { readonly preview: Preview; readonly opened: PeriodKey | null }) {
  const { months, keptMonths, changes, derivedChanges } = preview;
  const changedMonths = new Set(changes.map(({ period }) => period)).size;
  return (
    <>
      <p role="status">
        {changes.length === 0
          ? 'No value changes.'
          : `${counted(changes.length, 'value')} in ${counted(changedMonths, 'month')}${derivedChanges > 0 ? `, and ${counted(derivedChanges, 'value')} of quarters and SmartNumbers` : ''}.`}{' '}
        {months.length > 0 && `Computed from the stored statements of ${monthsInWords(months)}.`}
      </p>
      {keptMonths.length > 0 && (
        <p className="books-warning">Closed, so that they keep their version: {monthsInWords(keptMonths)}.</p>
      )}
      <PlannedChanges changes={changes} opened={opened} />
    </>
  );
}
