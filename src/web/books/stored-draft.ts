import type { MappingDraft } from './mapping-draft.ts';

/** A draft and the version that it changes. */
export interface StoredDraft {
  readonly draft: MappingDraft;
  readonly basedOn: number;
}

const NAME = 'books-draft';

/** The draft of this tab; null if there is none that can be read. */
export function readStoredDraft(storage: Pick<Storage, 'getItem'>): StoredDraft | null {
  try {
    const { draft, basedOn } = JSON.parse(storage.getItem(NAME) ?? 'null');
    // Of an older page it may lack what is read beside the statement.
    if (!draft.further) return null;
    return { draft: { ...draft, choices: new Map(draft.choices), none: new Set(draft.none) }, basedOn };
  } catch {
    return null;
  }
}

/** @param stored null removes it */
export function storeDraft(storage: Pick<Storage, 'setItem' | 'removeItem'>, stored: StoredDraft | null): void {
  if (stored) storage.setItem(NAME, storedText(stored));
  else storage.removeItem(NAME);
}

function storedText({ draft, basedOn }: StoredDraft): string {
  return JSON.stringify({ draft: { ...draft, choices: [...draft.choices], none: [...draft.none] }, basedOn });
}
