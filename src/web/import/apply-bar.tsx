import { useId, useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { ApplyImportOperation } from '#src/web/gql/operations.ts';
import { counted } from '#src/web/quality/collection-words.ts';
import { type ChosenFile, type ImportChoice, importInput } from './import-choice.ts';
import type { AppliedImport } from './import-result.tsx';
import type { ImportPreview, PreviewOfFile } from './use-import-preview.ts';

interface ApplyBarProps {
  readonly chosen: ChosenFile;
  readonly choice: ImportChoice;
  readonly read: PreviewOfFile;
  readonly preview: ImportPreview;
  close(): void;
  whenDone(applied: AppliedImport): void;
}

/** Imports exactly what the preview shows. Refused cells and conflicts hinder it until they are left out. */
export function ApplyBar({ chosen, choice, read, preview, close, whenDone }: ApplyBarProps) {
  const { digest, at, counts } = preview;
  const id = useId();
  const change = useRefusableChange(ApplyImportOperation);
  const values = counts.new + counts.changed;
  const obstacles = obstaclesOf(counts);
  // What was left out is not agreed to once it is something else.
  const [leftOut, setLeftOut] = useState('');
  const isLeftOut = obstacles === '' || leftOut === obstacles;
  const canApply = isLeftOut && !read.isPending && !change.isPending;
  const apply = () => {
    if (!canApply) return;
    const input = { ...importInput(chosen.file, choice), digest, previewedAt: at, skipRefused: obstacles !== '' };
    change.run({ input }, ({ applyImport: applied }) => {
      if (applied.__typename === 'ApplyImportSuccess') whenDone(applied);
    });
  };
  const lookAgain = () => {
    change.forget();
    read.lookAgain();
  };
  return (
    <div className="import-bar">
      {obstacles !== '' && values > 0 && (
        <label className="form-check">
          <input
            type="checkbox"
            className="form-check-input"
            checked={isLeftOut}
            onChange={({ target }) => setLeftOut(target.checked ? obstacles : '')}
          />
          <span className="form-check-label" id={id}>
            Leave out {obstacles}
          </span>
        </label>
      )}
      <Refusals of={change.refusals} />
      <div className="import-actions">
        {change.refusals.length > 0 && (
          <button type="button" className="btn btn-outline-primary" onClick={lookAgain}>
            Look again
          </button>
        )}
        <button type="button" className="btn btn-outline-secondary" onClick={close}>
          {values > 0 ? 'Cancel' : 'Close'}
        </button>
        {values > 0 && (
          <button
            type="button"
            className="btn btn-primary"
            aria-disabled={!canApply}
            aria-describedby={isLeftOut ? undefined : id}
            onClick={apply}
          >
            Import {counted(values, 'value')}
          </button>
        )}
      </div>
    </div>
  );
}

/** `2 refused cells and 1 conflict`; empty if there is none. */
function obstaclesOf({ refused, conflict }: ImportPreview['counts']): string {
  return [
    ...(refused > 0 ? [counted(refused, 'refused cell')] : []),
    ...(conflict > 0 ? [counted(conflict, 'conflict')] : []),
  ].join(' and ');
}
