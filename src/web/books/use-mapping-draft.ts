import { useState } from 'react';
import { useIsAdmin } from '#src/web/shell.ts';
import type { Books } from './books.ts';
import { draftOf, type MappingDraft } from './mapping-draft.ts';
import { readStoredDraft, storeDraft } from './stored-draft.ts';

/** The mapping on the page: the stored or proposed one, or a draft of changes to it. */
export interface MappingOnPage {
  readonly mapping: MappingDraft;
  /** What it was before the changes. */
  readonly before: MappingDraft;
  /** Whether there are changes. */
  readonly isDraft: boolean;
  /** The newest version when the first change was made. */
  readonly basedOn: number;
  /** Whether another version was stored since. */
  readonly isOutdated: boolean;
  readonly canChange: boolean;
  change(mapping: MappingDraft): void;
  discard(): void;
  /** Keeps the changes, on the newest version. */
  keep(): void;
}

/** The draft survives that the page is left, until its tab is closed. */
export function useMappingDraft({ mapping, proposal, newestMappingVersion }: Books): MappingOnPage {
  const canChange = useIsAdmin();
  const [stored, setStored] = useState(() => readStoredDraft(sessionStorage));
  const before = draftOf(mapping ?? proposal);
  const set = (next: typeof stored) => {
    storeDraft(sessionStorage, next);
    setStored(next);
  };
  const isDraft = canChange && stored !== null;
  const basedOn = isDraft ? stored.basedOn : newestMappingVersion;
  return {
    mapping: isDraft ? stored.draft : before,
    before,
    isDraft,
    basedOn,
    isOutdated: basedOn !== newestMappingVersion,
    canChange,
    change: (draft) => set({ draft, basedOn }),
    discard: () => set(null),
    keep: () => stored && set({ ...stored, basedOn: newestMappingVersion }),
  };
}
