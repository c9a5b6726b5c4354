import type { PeriodKey } from '#src/web/values/period.ts';

/** A metric's value in a month, as a place to type into: `employees/2026-03`. */
export type DraftPlace = string;

/** The value that a draft is to replace, as it was read when typing began. */
export interface ReadValue {
  readonly value: string | null;
  readonly updatedAt: string | null;
}

/** What somebody typed and is not stored. */
export interface Draft {
  readonly text: string;
  readonly note: string;
  readonly read: ReadValue;
  readonly state: 'typing' | 'saving' | 'refused';
  /** Why it was refused; null in the other states. */
  readonly problem: string | null;
  /** Whether it was refused because somebody else has changed the value meanwhile. */
  readonly isConflict: boolean;
}

/** What has been typed and is not stored, by place. Kept until it is stored or given up, also over a reload of the page. */
export interface Drafts {
  get(place: DraftPlace): Draft | null;
  /** Null gives a draft up. */
  set(place: DraftPlace, draft: Draft | null): void;
  /** The drafts that were refused. The same array as long as nothing of it changes. */
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

/** @param storage where the drafts of this tab are kept: `sessionStorage` */
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

/** What became of a draft that was on its way when the page went away is not known. */
const INTERRUPTED = {
  typing: 'This was typed and not saved.',
  saving: 'The page was left while this was being saved: see whether the value is what you typed.',
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
