import { useEffect, useRef, useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { type ImportBooksMutation, ImportBooksOperation } from '#src/web/gql/operations.ts';
import { counted, monthsInWords } from '#src/web/quality/collection-words.ts';
import { ImportedFile } from './imported-file.tsx';
import type { ReadFile } from './read-file.ts';

interface ImportDialogProps {
  readonly file: File;
  close(): void;
  /** Called instead of `close` after the file was stored. @param words the result, for people */
  whenDone(words: string): void;
}

/** Shows what a file holds and what it would change, and stores it on request. */
export function ImportDialog({ file, close, whenDone }: ImportDialogProps) {
  const { refusals, isPending, run } = useRefusableChange(ImportBooksOperation);
  const read = useReadFile(file, run);
  const isStorable = read !== null && read.problems.length === 0 && read.months.length > 0;
  const store = () =>
    run({ input: { file, dryRun: false } }, ({ importBooks: result }) => {
      if (result.__typename === 'ImportBooksSuccess') whenDone(storedWords(result));
    });
  return (
    <Modal title={file.name} close={close}>
      {!read && refusals.length === 0 && <p role="status">Reading the file …</p>}
      {read && <ImportedFile read={read} />}
      <Refusals of={refusals} />
      {isStorable ? (
        <DialogButtons action="Store" isPending={isPending} close={close} act={store} />
      ) : (
        <div className="d-flex justify-content-end mt-3">
          <button type="button" className="btn btn-outline-secondary" onClick={close}>
            Close
          </button>
        </div>
      )}
    </Modal>
  );
}

/** What a dry run says of the file; null until then. */
function useReadFile(
  file: File,
  run: ReturnType<typeof useRefusableChange<ImportBooksMutation, { input: { file: File; dryRun: boolean } }>>['run'],
): ReadFile | null {
  const [read, setRead] = useState<ReadFile | null>(null);
  const asked = useRef<File | null>(null);
  useEffect(() => {
    if (asked.current === file) return;
    asked.current = file;
    run({ input: { file, dryRun: true } }, ({ importBooks: result }) => {
      if (result.__typename === 'ImportBooksSuccess') setRead(result);
    });
  }, [file, run]);
  return read;
}

function storedWords({ fileName, months }: ReadFile): string {
  const stored = months.filter(({ isNew }) => isNew).map(({ period }) => period);
  if (stored.length === 0) return `${fileName} says what is stored already.`;
  return `${fileName} is stored: ${counted(stored.length, 'statement')}, ${monthsInWords(stored)}.`;
}
