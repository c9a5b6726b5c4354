import type { KeyboardEvent } from 'react';
import type { Drafts } from './drafts.ts';
import type { EntryTarget } from './entry-target.ts';
import { type GridPosition, moved, positionOf } from './grid-position.ts';
import type { SheetEntry } from './use-sheet-entry.ts';

/** Rows that PageUp and PageDown move. */
const PAGE_ROWS = 10;

/** A character that can begin a number. */
const BEGINS_NUMBER = /^[\d.,$(\-−]$/;

interface KeyTargets {
  /** The ids of the displayed rows. */
  readonly names: readonly string[];
  readonly entry: SheetEntry;
  readonly drafts: Drafts;
  go(position: GridPosition): void;
  targetAt(position: GridPosition | null): EntryTarget | null;
}

/**
 * The keys of the grid while no cell is edited: arrow keys and the like move, Enter, F2 and the first character of a number
 * open a cell, Escape discards a rejected draft, Ctrl+Z undoes the last stored entries. Tab leaves the grid.
 */
export function sheetKeys({ names, entry, drafts, go, targetAt }: KeyTargets): (event: KeyboardEvent) => void {
  return (event) => {
    const position = event.target instanceof HTMLTableCellElement ? positionOf(event.target) : null;
    if (!position || event.altKey) return;
    const next = moved(event, position, { rows: names, page: PAGE_ROWS });
    if (next) go(next);
    else if (!act(event, targetAt(position))) return;
    event.preventDefault();
  };

  function act({ key, ctrlKey, metaKey }: KeyboardEvent, target: EntryTarget | null): boolean {
    if (key === 'z' && (ctrlKey || metaKey) && entry.notice?.undo) void entry.undo(entry.notice.undo);
    else if (ctrlKey || metaKey || !target) return false;
    else if (key === 'Enter' || key === 'F2') entry.begin(target);
    else if (BEGINS_NUMBER.test(key)) entry.begin(target, { text: key });
    else if (key === 'Escape' && drafts.get(target.place)?.state === 'refused') entry.discard(target);
    else return false;
    return true;
  }
}
