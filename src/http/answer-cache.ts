import { createTextCache, type TextCache } from './text-cache.ts';

/** An answer as it goes to the client. */
export interface Answer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** Answers to requests that change nothing, by everything that they depend on. */
export interface AnswerCache<Kept extends Answer> {
  get(key: string): Kept | undefined;
  /**
   * Call before a request is answered; what it gives keeps the answer. It says false where something has changed meanwhile:
   * then nothing is kept, and the answer, which was read by several statements, may be of two states.
   */
  begin(): (key: string, answer: Kept) => boolean;
}

/** What tells of changes of the database: a part of the store's change feed. */
interface Changes {
  subscribe(listener: () => void): () => void;
  isReliable(): boolean;
}

/** How often an answer is made again because something has changed while it was made. */
export const MOST_ANEW = 3;

const MOST_ANSWERS = 100;
/** Longer answers are not kept, so that all together take at most some 50 MB. */
const MOST_BYTES = 512 * 1_024;
const MINUTE_MS = 60_000;

/**
 * Keeps answers for as long as nothing changes: neither the database, as its change feed tells, nor what the clock decides.
 * That is where periods begin and end and when runs come due, which happens at whole minutes in every time zone, so answers
 * are forgotten at each.
 */
export function createAnswerCache<Kept extends Answer>({
  database,
  clock,
}: {
  readonly database: { readonly changes: Changes };
  readonly clock: () => Date;
}): AnswerCache<Kept> {
  const { changes } = database;
  let answers: TextCache<Kept> = createTextCache(MOST_ANSWERS);
  let minute = 0;
  const forget = (): void => {
    answers = createTextCache(MOST_ANSWERS);
  };
  changes.subscribe(forget);
  const current = (): TextCache<Kept> => {
    const now = Math.floor(clock().getTime() / MINUTE_MS);
    if (now !== minute) forget();
    minute = now;
    return answers;
  };
  return {
    get: (key) => current().get(key),
    begin() {
      const begun = current();
      const isKept = changes.isReliable();
      return (key, answer) => {
        // Whatever changed since then has put another cache in the place of `begun`.
        if (begun !== answers) return false;
        if (isKept && answer.bytes.byteLength <= MOST_BYTES) begun.set(key, answer);
        return true;
      };
    },
  };
}
