import type { DraftPlace } from './drafts.ts';
import type { StoredEntry } from './undo.ts';

/** What has just happened on the sheet. */
export interface Notice {
  readonly words: string;
  /** What can be undone of it. */
  readonly undo?: readonly StoredEntry[];
  /** The place of a value that somebody else has changed meanwhile. */
  readonly conflict?: DraftPlace;
}

interface SheetNoticeProps {
  readonly notice: Notice | null;
  /** What changed with it. */
  readonly changes: string;
  undo(entries: readonly StoredEntry[]): void;
  compare(place: DraftPlace): void;
}

/** Says what has just happened, also to screen readers. */
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
