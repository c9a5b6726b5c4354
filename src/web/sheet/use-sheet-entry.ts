import { useState } from 'react';
import { useIsEditor } from '#src/web/shell.ts';
import { readTypedNumber, typedText } from '#src/web/values/typed-number.ts';
import type { Draft, DraftPlace, Drafts, ReadValue } from './drafts.ts';
import { useValueChanges, type ValueChanges } from './enter-values.ts';
import { type EntryTarget, isTypedInto, nameOf, obstacleTo } from './entry-target.ts';
import type { GridPosition } from './grid-position.ts';
import type { Notice } from './sheet-notice.tsx';
import { type StoredEntry, undoEntries } from './undo.ts';

/** The cell being edited. `isBegun` if typing opened it: then the input continues, else all of it is selected. */
export interface EditedCell extends GridPosition {
  readonly isBegun: boolean;
}

/** Entering values into the sheet, one cell at a time. */
export interface SheetEntry {
  readonly isEditor: boolean;
  /** The cell being edited. */
  readonly editing: EditedCell | null;
  readonly notice: Notice | null;
  readonly changes: ValueChanges;
  setNotice(notice: Notice): void;
  /** Opens a cell for editing, with its stored value unless `text` is given. An override must be requested explicitly. */
  begin(target: EntryTarget, options?: { readonly text?: string; readonly isOverride?: boolean }): void;
  /** Records the input so far. */
  type(place: DraftPlace, typed: Partial<Pick<Draft, 'text' | 'note'>>): void;
  /** Ends editing and stores the value. An unchanged value is stored only if it `isMeant`. */
  commit(target: EntryTarget, options?: { readonly isMeant?: boolean }): void;
  /** Ends editing and discards the input. */
  discard(target: EntryTarget): void;
  /** Stores a value; its problems are kept with the draft. */
  save(target: EntryTarget, value: string, draft: Draft): Promise<void>;
  release(target: EntryTarget): Promise<void>;
  undo(entries: readonly StoredEntry[]): Promise<void>;
}

const OUTCOME_WORDS = {
  AWAITS_COLLECTION: 'released; the value stays until the next collection replaces it.',
  RECALCULATED: 'released; it is calculated again.',
  WITHDRAWN: 'withdrawn; it has no value now.',
  NOT_MANUAL: 'was not entered by hand, and is unchanged.',
} as const;

export function useSheetEntry(drafts: Drafts): SheetEntry {
  const isEditor = useIsEditor();
  const changes = useValueChanges();
  const [editing, setEditing] = useState<EditedCell | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);

  const save: SheetEntry['save'] = async (target, value, draft) => {
    const { place, definition, month } = target;
    drafts.set(place, { ...draft, state: 'saving', problem: null, isConflict: false });
    const { text: _text, ...entered } = { ...draft, metric: definition.key, value };
    const result = await changes.enter(month.period, [entered]);
    if ('problems' in result) {
      const problem = result.problems.map(({ message }) => message).join('. ');
      const isConflict = result.problems.some((each) => each.isConflict);
      drafts.set(place, { ...draft, state: 'refused', problem, isConflict });
      setNotice({ words: `${nameOf(target)} is not saved: ${problem}.`, ...(isConflict && { conflict: place }) });
      return;
    }
    drafts.set(place, null);
    setNotice({ words: `${nameOf(target)} is saved.`, undo: storedEntries(target, result.stored) });
  };

  return {
    isEditor,
    editing,
    notice,
    changes,
    setNotice,
    begin(target, { text, isOverride = false } = {}) {
      const obstacle = obstacleOf(target, { isEditor, isOverride });
      if (obstacle !== null) return setNotice({ words: obstacle });
      const draft = drafts.get(target.place);
      if (draft?.state === 'saving') return;
      drafts.set(target.place, { ...(draft ?? newDraft(target)), ...(text !== undefined && { text }), ...TYPING });
      setEditing({ ...target.position, isBegun: text !== undefined });
    },
    type(place, typed) {
      const draft = drafts.get(place);
      if (draft) drafts.set(place, { ...draft, ...typed });
    },
    commit(target, { isMeant = false } = {}) {
      const draft = drafts.get(target.place);
      if (draft?.state !== 'typing') return;
      setEditing(null);
      const isEmpty = draft.text.trim() === '' && draft.read.value === null;
      if (isEmpty || (!isMeant && isUnchanged(draft, target))) return drafts.set(target.place, null);
      const typed = readTypedNumber(draft.text, target.definition.format);
      if ('value' in typed) return void save(target, typed.value, draft);
      const problem = draft.text.trim() === '' ? EMPTY : typed.problem;
      drafts.set(target.place, { ...draft, state: 'refused', problem });
      setNotice({ words: `${nameOf(target)} is not saved: ${problem}` });
    },
    discard({ place }) {
      drafts.set(place, null);
      setEditing(null);
    },
    save,
    async release(target) {
      const { definition, month } = target;
      const result = await changes.release(month.period, [definition.key]);
      if ('problems' in result) {
        return setNotice({ words: result.problems.map(({ message }) => `${nameOf(target)}: ${message}.`).join(' ') });
      }
      const words = result.outcomes.map((outcome) => OUTCOME_WORDS[outcome]).join(' ');
      setNotice({ words: `${nameOf(target)}: ${words}`, undo: storedEntries(target, result.stored) });
    },
    async undo(entries) {
      const result = await undoEntries(changes, entries);
      if ('words' in result) return setNotice(result);
      setNotice({ words: `Not undone: ${result.problems.map(({ message }) => message).join('. ')}.` });
    },
  };
}

const TYPING = { state: 'typing', problem: null, isConflict: false } as const;
const EMPTY = 'An empty cell is not a value; to remove an entry, release it.';

function newDraft({ value, definition }: EntryTarget): Draft {
  const { updatedAt, notes } = value;
  const text = typedText(value.value, definition.format);
  return { ...TYPING, text, note: notes ?? '', read: { value: value.value, updatedAt } };
}

function isUnchanged({ text, note, read }: Draft, { value, definition }: EntryTarget): boolean {
  return text.trim() === typedText(read.value, definition.format) && note === (value.notes ?? '');
}

function obstacleOf(
  target: EntryTarget,
  { isEditor, isOverride }: { readonly isEditor: boolean; readonly isOverride: boolean },
): string | null {
  if (!isEditor) return 'Only editors may enter values.';
  const obstacle = obstacleTo(target);
  if (obstacle !== null || isOverride || isTypedInto(target)) return obstacle;
  return `${target.definition.label} is not normally entered by hand. Choose “Override” to enter it anyway.`;
}

function storedEntries({ definition, month, value }: EntryTarget, stored: ReadonlyMap<string, ReadValue>) {
  const now = stored.get(definition.key);
  return now ? [{ metric: definition.key, period: month.period, before: value, stored: now }] : [];
}
