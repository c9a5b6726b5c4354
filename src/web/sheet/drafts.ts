import type { PeriodKey } from '#src/web/values/period.ts';

/** The key of a draft, metric and month: `employees/2026-03`. */
export type DraftPlace = string;

/** The value that a draft replaces, as it was read when editing began. */
export interface ReadValue {
  readonly value: string | null;
  readonly updatedAt: string | null;
}

/** Input that is not stored. */
export interface Draft {
  readonly text: string;
  readonly note: string;
  readonly read: ReadValue;
  readonly state: 'typing' | 'saving' | 'refused';
  /** Why it was rejected; null in the other states. */
  readonly problem: string | null;
  /** Whether it was rejected because somebody else changed the value concurrently. */
  readonly isConflict: boolean;
}

/** Unsaved input by place. Kept until it is stored or discarded, also across a reload of the page. */
export interface Drafts {
  get(place: DraftPlace): Draft | null;
  /** Null discards the draft. */
  set(place: DraftPlace, draft: Draft | null): void;
  /** The rejected drafts. The same array until one of them changes. */
  refused(): readonly DraftPlace[];
  subscribe(listener: () => void): () => void;
}

const STORAGE_KEY = 'sheet-drafts';

export function draftPlace(metric: string, period: PeriodKey): DraftPlace {
  return `${metric}/${period}`;
}

export function placeParts(place: DraftPlace): { readonly metric: string; readonly period: PeriodKey } {
  const [metric = '', period = ''] = place.split('/');
  return { metric, period };
}

/** @param storage keeps the drafts of this tab: `sessionStorage` */
export function createDrafts(storage: Pick<Storage, 'getItem' | 'setItem'>): Drafts {
  const drafts = restored(storage);
  const listeners = new Set<() => void>();
  let refused = refusedOf(drafts);
  return {
    get: (place) => drafts.get(place) ?? null,
    set(place, draft) {
      if (draft) drafts.set(place, draft);
      else drafts.delete(place);
      storage.setItem(STORAGE_KEY, JSON.stringify([...drafts]));
      const now = refusedOf(drafts);
      if (now.join() !== refused.join()) refused = now;
      for (const listener of listeners) listener();
    },
    refused: () => refused,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function refusedOf(drafts: ReadonlyMap<DraftPlace, Draft>): DraftPlace[] {
  return [...drafts].filter(([, { state }]) => state === 'refused').map(([place]) => place);
}

/** The problem of a restored draft, by its state. If it was being saved, the result is unknown. */
const INTERRUPTED = {
  typing: 'This input was not saved.',
  saving: 'The page was closed while this was being saved: check whether the value is what you typed.',
} as const;

function restored(storage: Pick<Storage, 'getItem'>): Map<DraftPlace, Draft> {
  const kept = JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]') as [DraftPlace, Draft][];
  return new Map(
    kept.map(([place, draft]) => {
      if (draft.state === 'refused') return [place, draft];
      return [place, { ...draft, state: 'refused', problem: INTERRUPTED[draft.state] }];
    }),
  );
}
