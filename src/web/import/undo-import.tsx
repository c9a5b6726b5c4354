import { ConfirmedAction } from '#src/web/controls/confirmed-action.tsx';
import { UndoImportOperation } from '#src/web/gql/operations.ts';
import { counted } from '#src/web/quality/collection-words.ts';

interface UndoImportProps {
  readonly id: number;
  readonly fileName: string;
  /** Number of values that it stored. */
  readonly count: number;
  whenDone(): void;
}

/** Undoes a whole import, after a confirmation. */
export function UndoImport({ id, fileName, count, whenDone }: UndoImportProps) {
  return (
    <ConfirmedAction
      action="Undo"
      label={`Undo the import of ${fileName}`}
      question={`Undo the import of ${fileName}?`}
      operation={UndoImportOperation}
      variables={{ id }}
      whenDone={whenDone}
    >
      <p>
        {counted(count, 'value')} will be as before, and what is calculated from them. Where one was changed later,
        nothing is undone.
      </p>
    </ConfirmedAction>
  );
}
