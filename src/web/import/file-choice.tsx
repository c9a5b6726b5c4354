import { type RefObject, useId } from 'react';
import { useFileDrop } from './use-file-drop.ts';

interface FileChoiceProps {
  /** Whether a file was chosen before. */
  readonly isAgain: boolean;
  readonly input: RefObject<HTMLInputElement | null>;
  choose(file: File): void;
}

/** Where a file is chosen, or dropped: the whole window takes it. */
export function FileChoice({ isAgain, input, choose }: FileChoiceProps) {
  const id = useId();
  const isOver = useFileDrop(choose);
  return (
    <div className="import-choice" data-over={isOver || undefined}>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        id={id}
        accept=".xlsx,.ods,.csv,.tsv"
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) choose(file);
          // So that the same file can be chosen again after it was corrected.
          target.value = '';
        }}
      />
      <label className={`btn ${isAgain ? 'btn-outline-secondary' : 'btn-primary'}`} htmlFor={id}>
        {isAgain ? 'Choose another file' : 'Choose a file'}
      </label>
      <span className="import-quiet">
        {isOver ? 'Let go to look at it' : 'or drop it anywhere here: XLSX, ODS, CSV or TSV'}
      </span>
    </div>
  );
}
