import type { ImportCellState } from '#src/web/gql/operations.ts';
import { counted } from '#src/web/quality/collection-words.ts';
import { ApplyBar } from './apply-bar.tsx';
import { CellGroup } from './cell-group.tsx';
import { QUIET_STATES, STATE_WORDS, STATES, type StateCounts, shownCounts, shownState } from './cell-states.ts';
import { Dependents } from './dependents.tsx';
import { type ChosenFile, type ImportChoice, withName, withOverride } from './import-choice.ts';
import type { AppliedImport } from './import-result.tsx';
import { UnknownNames } from './unknown-names.tsx';
import type { ImportPreview, PreviewOfFile } from './use-import-preview.ts';
import { useImportSubjects } from './use-import-subjects.ts';

interface PreviewViewProps {
  readonly chosen: ChosenFile;
  readonly choice: ImportChoice;
  setChoice(change: (before: ImportChoice) => ImportChoice): void;
  readonly read: PreviewOfFile;
  readonly preview: ImportPreview;
  /** The states whose cells are shown. */
  readonly states: readonly ImportCellState[];
  show(states: readonly ImportCellState[]): void;
  /** Lets the person say how the file is to be read. */
  explain(): void;
  close(): void;
  whenDone(applied: AppliedImport): void;
}

/** What the import of a file would do: in numbers, cell by cell, what follows, and the button that does it. */
export function PreviewView(props: PreviewViewProps) {
  const { chosen, choice, setChoice, read, preview, states, show, explain, close, whenDone } = props;
  const subjects = useImportSubjects();
  const counts = shownCounts(preview, choice.overrides);
  const unknown = new Set(preview.unknownNames);
  const cellsIn = (state: ImportCellState) =>
    preview.cells.filter(
      (cell) =>
        shownState(cell, choice.overrides) === state &&
        !(cell.state === 'REFUSED' && cell.metric !== null && unknown.has(cell.metric)),
    );
  return (
    <>
      <p role="status" className="import-summary">
        {summaryOf(counts)} Nothing is stored yet.
      </p>
      <StateFilter {...{ counts, states, show }} />
      <Notes notes={preview.notes} explain={explain} />
      <UnknownNames
        cells={preview.cells}
        unknown={preview.unknownNames}
        names={choice.names}
        metrics={subjects.metrics}
        choose={(name, metric) => setChoice((before) => withName(before, name, metric))}
      />
      {STATES.filter((state) => states.includes(state)).map((state) => (
        <CellGroup
          key={state}
          state={state}
          cells={cellsIn(state)}
          overrides={choice.overrides}
          override={(where, isWanted) => setChoice((before) => withOverride(before, where, isWanted))}
          format={subjects.format}
          isLoading={QUIET_STATES.includes(state) && counts[state] > 0 && cellsIn(state).length === 0}
        />
      ))}
      <Dependents dependents={preview.dependents} format={subjects.format} />
      <ApplyBar {...{ chosen, choice, read, preview, close, whenDone }} />
    </>
  );
}

/** `2 changed, 3 new, 1 refused.` */
function summaryOf(counts: StateCounts): string {
  const found = STATES.filter((state) => counts[state] > 0 && !QUIET_STATES.includes(state));
  if (found.length === 0) return `The file has nothing new: ${counted(counts.SAME, 'value')} as stored.`;
  return `${found.map((state) => `${counts[state]} ${STATE_WORDS[state].short}`).join(', ')}.`;
}

interface StateFilterProps extends Pick<PreviewViewProps, 'states' | 'show'> {
  readonly counts: StateCounts;
}

/** The number of cells in each state; a button each shows or hides them. */
function StateFilter({ counts, states, show }: StateFilterProps) {
  const toggled = (state: ImportCellState) =>
    states.includes(state) ? states.filter((each) => each !== state) : [...states, state];
  return (
    <fieldset className="import-filter">
      <legend className="visually-hidden">Cells shown</legend>
      {STATES.filter((state) => counts[state] > 0).map((state) => (
        <button
          key={state}
          type="button"
          className="import-state"
          data-state={state}
          aria-pressed={states.includes(state)}
          onClick={() => show(toggled(state))}
        >
          <span className="import-count">{counts[state]}</span> {STATE_WORDS[state].title}
        </button>
      ))}
    </fieldset>
  );
}

function Notes({ notes, explain }: { readonly notes: readonly string[]; explain(): void }) {
  return (
    <div className="import-notes">
      {notes.length > 0 && (
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <button type="button" className="btn btn-link" onClick={explain}>
        Read it differently
      </button>
    </div>
  );
}
