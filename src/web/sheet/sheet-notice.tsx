import type { DraftPlace } from './drafts.ts';
import type { StoredEntry } from './undo.ts';

/** The outcome of the last action on the sheet. */
export interface Notice {
  readonly words: string;
  /** The entries that can be undone. */
  readonly undo?: readonly StoredEntry[];
  /** The place of a value that somebody else changed concurrently. */
  readonly conflict?: DraftPlace;
}

interface SheetNoticeProps {
  readonly notice: Notice | null;
  /** The changes of calculated values, as a sentence; empty for none. */
  readonly changes: string;
  undo(entries: readonly StoredEntry[]): void;
  compare(place: DraftPlace): void;
}

/** Announces the outcome, also to screen readers. */
export function SheetNotice({ notice, changes, undo, compare }: SheetNoticeProps) {
  const { words, undo: entries, conflict } = notice ?? {};
  return (
    <div className="sheet-notice">
      <span role="status">{[words, changes].filter(Boolean).join(' ')}</span>
      {entries && (
        <button type="button" className="btn btn-sm sheet-button" onClick={() => undo(entries)}>
          Undo
        </button>
      )}
      {conflict && (
        <button type="button" className="btn btn-sm sheet-button" onClick={() => compare(conflict)}>
          Compare
        </button>
      )}
    </div>
  );
}
