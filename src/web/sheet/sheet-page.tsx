import './sheet.css';
import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { SheetOperation } from '#src/web/gql/operations.ts';
import { useIsEditor, useShell } from '#src/web/shell.ts';
import { Sheet } from './sheet.tsx';
import { SheetHeader } from './sheet-header.tsx';
import { useSheetYear } from './sheet-year.ts';

/** The Monthly Business Review of a year, laid out like the workbook: one row per metric, one column per month. */
export function SheetPage() {
  const choice = useSheetYear();
  const isEditor = useIsEditor();
  const isEmpty = useShell().organization?.latestMonth == null;
  const { data, error, refetch, isPlaceholderData } = useOperation(SheetOperation, {
    from: `${choice.year}-01`,
    to: `${choice.year}-12`,
  });
  const sheet = data?.organization;
  return (
    <div className="sheet">
      <SheetHeader choice={choice} sheet={isPlaceholderData ? null : (sheet ?? null)} />
      {isEmpty && (
        <p className="mb-2">
          Nothing has been collected or entered yet.{isEditor && ' Choose a cell and type its value to begin.'}
        </p>
      )}
      {error && <Failure error={error} retry={refetch} />}
      {sheet ? (
        <Sheet sheet={sheet} isOfAnotherYear={isPlaceholderData} />
      ) : (
        !error && (
          <div className="sheet-scroll sheet-loading">
            <Loading label="Loading the year" />
          </div>
        )
      )}
    </div>
  );
}
