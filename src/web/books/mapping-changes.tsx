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
import { formatValue } from '#src/web/values/format.ts';
import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';

type Preview = Extract<
  PreviewAccountMappingMutation['previewAccountMapping'],
  { readonly __typename: 'PreviewAccountMappingSuccess' }
>;
type Change = Preview['changes'][number];

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
  const byMonth = groupedByMonth(changes);
  return (
    <>
      <p role="status">
        {changes.length === 0
          ? 'No value changes.'
          : `${counted(changes.length, 'value')} in ${counted(byMonth.length, 'month')}${derivedChanges > 0 ? `, and ${counted(derivedChanges, 'quarterly value or SmartNumber')}` : ''}.`}{' '}
        {months.length > 0 && `Computed from the stored statements of ${monthsInWords(months)}.`}
      </p>
      {keptMonths.length > 0 && (
        <p className="books-warning">Closed, so that they keep their version: {monthsInWords(keptMonths)}.</p>
      )}
      {byMonth.map(([month, ofMonth]) => (
        <details key={month} open={month === opened || byMonth.length === 1}>
          <summary>
            {formatPeriod(month)} <span className="books-quiet">({counted(ofMonth.length, 'value')})</span>
          </summary>
          <ChangeTable month={month} changes={ofMonth} />
        </details>
      ))}
    </>
  );
}

/** Newest month first. */
function groupedByMonth(changes: readonly Change[]): [PeriodKey, readonly Change[]][] {
  const months = [...new Set(changes.map(({ period }) => period))].sort().reverse();
  return months.map((month) => [month, changes.filter(({ period }) => period === month)]);
}

function ChangeTable({ month, changes }: { readonly month: PeriodKey; readonly changes: readonly Change[] }) {
  return (
    <table className="books-change-table">
      <caption className="visually-hidden">Changes of {formatPeriod(month)}</caption>
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col" className="books-number">
            Before
          </th>
          <th scope="col" className="books-number">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ definition: { key, label, format }, before, after, formattedBefore, formattedAfter }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td className="books-number">{formatValue({ value: before, formatted: formattedBefore }, format)}</td>
            <td className="books-number">{formatValue({ value: after, formatted: formattedAfter }, format)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
