import { type DragEvent, useId, useState } from 'react';
import { useIsAdmin } from '#src/web/shell.ts';
import { ImportDialog } from './import-dialog.tsx';

interface FileCardProps {
  /** Announces what was stored. */
  announce(words: string): void;
}

/** A file is dropped or chosen here, read, shown, and only then stored. */
export function FileCard({ announce }: FileCardProps) {
  const isAdmin = useIsAdmin();
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    setFile(event.dataTransfer.files[0] ?? null);
  };
  return (
    <article
      className="books-way"
      aria-labelledby={`${id}-title`}
      data-over={isOver || undefined}
      {...(isAdmin && {
        onDragOver: (event: DragEvent) => {
          event.preventDefault();
          setOver(true);
        },
        onDragLeave: () => setOver(false),
        onDrop: drop,
      })}
    >
      <h3 id={`${id}-title`}>A file</h3>
      <p className="books-quiet">
        A profit and loss export of QuickBooks, Desktop or Online, as XLSX or CSV, by month. It is shown before anything
        is stored.
      </p>
      {isAdmin && (
        <div className="books-actions books-drop">
          <input
            type="file"
            className="visually-hidden"
            id={id}
            accept=".xlsx,.csv,.json,.iif"
            onChange={({ target }) => {
              setFile(target.files?.[0] ?? null);
              // So that the same file can be chosen again after it was corrected.
              target.value = '';
            }}
          />
          <label className="btn btn-sm btn-outline-secondary" htmlFor={id}>
            Choose a file
          </label>
          <span className="books-quiet">or drop it here</span>
        </div>
      )}
      {file && (
        <ImportDialog
          file={file}
          close={() => setFile(null)}
          whenDone={(words) => {
            setFile(null);
            announce(words);
          }}
        />
      )}
    </article>
  );
}
