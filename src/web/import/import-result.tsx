import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import type { ApplyImportMutation } from '#src/web/gql/operations.ts';
import { counted } from '#src/web/quality/collection-words.ts';
import { UndoImport } from './undo-import.tsx';

/** What an import did. */
export type AppliedImport = Extract<ApplyImportMutation['applyImport'], { readonly __typename: 'ApplyImportSuccess' }>;

/** What was stored, where to see it, and how to undo it. */
export function ImportResult({ applied: { importId, imported } }: { readonly applied: AppliedImport }) {
  const { fileName, counts, cells, dependents } = imported;
  const heading = useRef<HTMLHeadingElement>(null);
  const [done, setDone] = useState<Done | null>(null);
  useEffect(() => heading.current?.focus(), []);
  const years = [...new Set(cells.flatMap(({ period }) => period?.slice(0, 4) ?? []))].sort();
  return (
    <section className="import-result" aria-labelledby="import-result">
      <h2 id="import-result" ref={heading} tabIndex={-1}>
        {done ? `${fileName} is undone` : `${fileName} is imported`}
      </h2>
      {!done && (
        <>
          <p role="status">
            {importId === null
              ? 'Nothing has changed: all of it was stored already.'
              : `Stored: ${storedWords(counts)}. ${counted(dependents.length, 'calculated value')} followed.`}
          </p>
          <div className="import-actions">
            {years.map((year) => (
              <Link key={year} className="btn btn-outline-primary" href={`/sheet?year=${year}`}>
                See the sheet of {year}
              </Link>
            ))}
            {importId !== null && (
              <UndoImport
                id={importId}
                fileName={fileName}
                count={counts.new + counts.changed}
                whenDone={() => setDone({ words: `The values are as before ${fileName} was imported.` })}
              />
            )}
          </div>
        </>
      )}
      <Notice done={done} />
    </section>
  );
}

/** `1 new value and 3 changed values`. */
function storedWords({ new: added, changed }: AppliedImport['imported']['counts']): string {
  return [
    ...(added > 0 ? [counted(added, 'new value')] : []),
    ...(changed > 0 ? [counted(changed, 'changed value')] : []),
  ].join(' and ');
}
