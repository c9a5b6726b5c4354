import { createContext, use, useSyncExternalStore } from 'react';
import type { Draft, DraftPlace, Drafts } from './drafts.ts';
import type { GridPosition } from './grid-position.ts';
import type { SheetEntry } from './use-sheet-entry.ts';

/** What has been typed and is not stored. The same object for as long as the sheet is there. */
export const DraftsContext = createContext<Drafts | null>(null);

/** Entering values, and going on to another cell afterwards. */
export interface EntryInGrid extends SheetEntry {
  leave(position: GridPosition, step: { readonly rows: number; readonly columns: number }): void;
}

/** For what takes part in an entry; cells do not, so that a keystroke does not render them anew. */
export const EntryContext = createContext<EntryInGrid | null>(null);

const NO_DRAFTS = { get: () => null, subscribe: () => () => undefined };

/** What has been typed in a place and is not stored. */
export function useDraft(place: DraftPlace): Draft | null {
  const drafts: Pick<Drafts, 'get' | 'subscribe'> = use(DraftsContext) ?? NO_DRAFTS;
  return useSyncExternalStore(drafts.subscribe, () => drafts.get(place));
}
