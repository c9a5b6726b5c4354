import { useQuery } from '@tanstack/react-query';
import { send } from '#src/web/client/graphql-client.ts';
import { type Refusal, refusalsOf } from '#src/web/client/use-refusable-change.ts';
import { type ImportCellState, type PreviewImportMutation, PreviewImportOperation } from '#src/web/gql/operations.ts';
import { type ChosenFile, type ImportChoice, importInput } from './import-choice.ts';

type Answer = PreviewImportMutation['previewImport'];

/** What the import of a file would do. */
export type ImportPreview = Extract<Answer, { readonly __typename: 'PreviewImportSuccess' }>['preview'];
export type ImportedCell = ImportPreview['cells'][number];

/** A preview that is asked for again whenever the choice changes; the newest one counts. */
export interface PreviewOfFile {
  /** The last preview, also while the next one is on its way; null before the first one, and where there is none. */
  readonly preview: ImportPreview | null;
  /** Why the file cannot be read. */
  readonly refusals: readonly Refusal[];
  /** The server did not answer, or not with a preview. */
  readonly error: Error | null;
  /** Whether another preview than the shown one is on its way. */
  readonly isPending: boolean;
  /** Compares the file with the values as they are stored now. */
  lookAgain(): void;
}

/** Nothing is stored. @param states the states of the cells that are shown */
export function useImportPreview(
  { file, number }: ChosenFile,
  choice: ImportChoice,
  states: readonly ImportCellState[],
): PreviewOfFile {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [PreviewImportOperation.name, number, choice, states],
    queryFn: ({ signal }) => send(PreviewImportOperation, { input: importInput(file, choice), states }, signal),
    placeholderData: (previous) => previous,
    // A preview is of its moment: changes elsewhere must not exchange it while it is read.
    staleTime: 'static',
    gcTime: 0,
    // A file may be large: the person decides.
    retry: false,
  });
  const answer = data?.previewImport;
  const isRead = answer?.__typename === 'PreviewImportSuccess';
  return {
    preview: error === null && isRead ? answer.preview : null,
    refusals: error ? [] : refusalsIn(answer),
    error,
    isPending: isFetching,
    lookAgain: () => void refetch(),
  };
}

/** Everything that was refused, with its place; a file as a whole has none. */
function refusalsIn(answer: Answer | undefined): readonly Refusal[] {
  if (!answer || answer.__typename === 'PreviewImportSuccess') return [];
  if (answer.__typename !== 'RefusedFileError') return refusalsOf({ answer });
  return answer.problems.map(({ where, message }) => ({
    message: where === 'file' ? message : `${where}: ${message}`,
    field: 'file',
  }));
}
