import type { ImportCellState } from '#src/web/gql/operations.ts';
import type { ImportedCell, ImportPreview } from './use-import-preview.ts';

/** A state of cells, in words. */
interface StateWords {
  readonly title: string;
  /** After a number: `3 changed`. */
  readonly short: string;
  readonly meaning: string;
}

/** What an import does with cells, in the order in which they are shown: what needs a decision, what changes, the rest. */
export const STATE_WORDS: Readonly<Record<ImportCellState, StateWords>> = {
  CONFLICT: { title: 'Conflict', short: 'in conflict', meaning: 'Changed in the file, and here since the export.' },
  REFUSED: { title: 'Refused', short: 'refused', meaning: 'Cannot be stored, for the reason given.' },
  CHANGED: { title: 'Changed', short: 'changed', meaning: 'Replaces the stored value.' },
  NEW: { title: 'New', short: 'new', meaning: 'A value where none is stored.' },
  DIFFERS: {
    title: 'Differs from its formula',
    short: 'unlike their formula',
    meaning: 'Calculated here, with another result. It stays calculated, unless you override the formula.',
  },
  SAME: { title: 'Same', short: 'same', meaning: 'As stored, or not edited since the export.' },
  IGNORED: { title: 'Ignored', short: 'ignored', meaning: 'Calculated here with the same result, or without content.' },
};

export const STATES = Object.keys(STATE_WORDS) as ImportCellState[];

/** The states of which nothing follows; their cells are many, and shown on request. */
export const QUIET_STATES: readonly ImportCellState[] = ['SAME', 'IGNORED'];

/** Number of cells in each state. */
export type StateCounts = Readonly<Record<ImportCellState, number>>;

/**
 * Number of cells in each state, as they are shown: a cell that overrides its formula stays among those that differ, where the
 * person has found it.
 */
export function shownCounts({ counts, cells }: ImportPreview, overrides: readonly string[]): StateCounts {
  const overriding = cells.filter((cell) => shownState(cell, overrides) !== cell.state);
  const of = (name: Exclude<keyof typeof counts, '__typename'>, state: ImportCellState) =>
    counts[name] - overriding.filter((cell) => cell.state === state).length;
  return {
    CONFLICT: counts.conflict,
    REFUSED: counts.refused,
    CHANGED: of('changed', 'CHANGED'),
    NEW: of('new', 'NEW'),
    DIFFERS: counts.differs + overriding.length,
    SAME: counts.same,
    IGNORED: counts.ignored,
  };
}

/** The state under which a cell is shown. */
export function shownState({ state, where, canOverride }: ImportedCell, overrides: readonly string[]): ImportCellState {
  return canOverride && overrides.includes(where) ? 'DIFFERS' : state;
}
