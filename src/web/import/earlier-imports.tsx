import { useState } from 'react';
import { usePages } from '#src/web/client/use-pages.ts';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { ShowMore } from '#src/web/controls/show-more.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import { EarlierImportsOperation, type EarlierImportsQuery } from '#src/web/gql/operations.ts';
import { useIsEditor } from '#src/web/shell.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { UndoImport } from './undo-import.tsx';

type EarlierImport = NonNullable<EarlierImportsQuery['organization']>['imports']['edges'][number]['node'];

/** Files that were imported, newest first. */
export function EarlierImports() {
  const [done, setDone] = useState<Done | null>(null);
  const imports = usePages(EarlierImportsOperation, {}, { pageOf: ({ organization }) => organization?.imports });
  const { nodes, error, refetch } = imports;
  return (
    <section className="import-earlier" aria-labelledby="earlier-imports">
      <h2 id="earlier-imports">Earlier imports</h2>
      <Notice done={done} />
      {error && <Failure error={error} retry={refetch} />}
      {!nodes && !error && <Loading label="Loading earlier imports" />}
      {nodes?.length === 0 && <p className="import-quiet">Nothing has been imported yet.</p>}
      {nodes && nodes.length > 0 && <ImportTable imports={nodes} announce={(words) => setDone({ words })} />}
      <ShowMore pages={imports} label="Show older imports" />
    </section>
  );
}

interface ImportTableProps {
  readonly imports: readonly EarlierImport[];
  announce(words: string): void;
}

function ImportTable({ imports, announce }: ImportTableProps) {
  const isEditor = useIsEditor();
  return (
    <table className="import-table" aria-labelledby="earlier-imports">
      <TableHead columns={['File', 'When', 'By', 'Values', 'Undone']} numbers={['Values']} />
      <tbody>
        {imports.map(({ id, fileName, changeCount, appliedAt, appliedBy, undoneAt, undoneBy }) => (
          <tr key={id}>
            <th scope="row">{fileName}</th>
            <td data-label="When">{formatInstant(appliedAt)}</td>
            <td data-label="By">{appliedBy}</td>
            <td data-label="Values" className="import-number">
              {changeCount}
            </td>
            <td data-label="Undone">
              {undoneAt !== null && `${formatInstant(undoneAt)} by ${undoneBy}`}
              {undoneAt === null && !isEditor && 'No'}
              {undoneAt === null && isEditor && (
                <UndoImport
                  id={id}
                  fileName={fileName}
                  count={changeCount}
                  whenDone={() => announce(`The import of ${fileName} is undone.`)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
