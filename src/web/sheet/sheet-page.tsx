import './sheet.css';
import { use } from 'react';
import { useLocation } from 'wouter';
import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { SheetOperation } from '#src/web/gql/operations.ts';
import { DroppedFileContext } from '#src/web/import/dropped-file.ts';
import { useFileDrop } from '#src/web/import/use-file-drop.ts';
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
  const isOver = useImportByDrop(isEditor);
  return (
    <div className="sheet">
      {isOver && <p className="sheet-drop">Let go to see what this file would change</p>}
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

/** A file that is dropped on the sheet is looked at on the page Import. @returns whether one is held over it */
function useImportByDrop(isEditor: boolean): boolean {
  const dropped = use(DroppedFileContext);
  const [, navigate] = useLocation();
  const take = (file: File) => {
    dropped.current = file;
    navigate('/import');
  };
  return useFileDrop(isEditor ? take : null);
}
