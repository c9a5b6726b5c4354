import { createContext, use, useSyncExternalStore } from 'react';
import type { Draft, DraftPlace, Drafts } from './drafts.ts';
import type { GridPosition } from './grid-position.ts';
import type { SheetEntry } from './use-sheet-entry.ts';

/** Unsaved input. The same object while the sheet is mounted. */
export const DraftsContext = createContext<Drafts | null>(null);

/** Entering values, and moving to another cell afterwards. */
export interface EntryInGrid extends SheetEntry {
  leave(position: GridPosition, step: { readonly rows: number; readonly columns: number }): void;
}

/** For components that take part in an entry; cells do not use it, so that a keystroke does not rerender them. */
export const EntryContext = createContext<EntryInGrid | null>(null);

const NO_DRAFTS = { get: () => null, subscribe: () => () => undefined };

/** The unsaved input of a place. */
export function useDraft(place: DraftPlace): Draft | null {
  const drafts: Pick<Drafts, 'get' | 'subscribe'> = use(DraftsContext) ?? NO_DRAFTS;
  return useSyncExternalStore(drafts.subscribe, () => drafts.get(place));
}
