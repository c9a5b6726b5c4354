import './import.css';
import { use, useEffect, useRef, useState } from 'react';
import { useIsEditor } from '#src/web/shell.ts';
import { DroppedFileContext } from './dropped-file.ts';
import { EarlierImports } from './earlier-imports.tsx';
import { FileChoice } from './file-choice.tsx';
import { FileImport } from './file-import.tsx';
import type { ChosenFile } from './import-choice.ts';
import { type AppliedImport, ImportResult } from './import-result.tsx';

/** Values from a workbook or a table: looked at, then imported, and undone if need be. */
export function ImportPage() {
  const isEditor = useIsEditor();
  return (
    <div className="import">
      <h1>Import</h1>
      <p className="import-quiet">
        {isEditor
          ? 'Takes values from a workbook or a table: one that was downloaded from the sheet and edited, or your own with metrics down and months across. You see what it would change before anything is stored.'
          : 'Values that were imported from workbooks and tables. Importing needs the role editor.'}
      </p>
      {isEditor && <ImportOfFile />}
      <EarlierImports />
    </div>
  );
}

function ImportOfFile() {
  const dropped = use(DroppedFileContext);
  const [chosen, setChosen] = useState<ChosenFile | null>(
    () => dropped.current && { file: dropped.current, number: 0 },
  );
  const [applied, setApplied] = useState<AppliedImport | null>(null);
  useEffect(() => {
    dropped.current = null;
  }, [dropped]);
  const input = useRef<HTMLInputElement>(null);
  const close = () => {
    setChosen(null);
    input.current?.focus();
  };
  const choose = (file: File) => {
    setApplied(null);
    setChosen((before) => ({ file, number: (before?.number ?? 0) + 1 }));
  };
  return (
    <>
      <FileChoice isAgain={chosen !== null} input={input} choose={choose} />
      {applied && <ImportResult applied={applied} />}
      {chosen && !applied && <FileImport key={chosen.number} chosen={chosen} close={close} whenDone={setApplied} />}
    </>
  );
}
