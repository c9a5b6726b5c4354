import type { Scope } from '#src/service/scope.ts';

/** The body and content type of a cached response. */
export interface Answer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** An answer that is not to be cached, such as an error or a stream. */
export interface UncachedAnswer {
  readonly response: Response;
}

/** A cache of answers to read-only requests, keyed by everything they depend on. */
export interface AnswerCache<Cached extends Answer, Uncached extends UncachedAnswer = never> {
  /**
   * The cached answer, or what `compute` returns. It is computed again where something has changed meanwhile, because what
   * several statements have read may then be of two states.
   */
  answer(key: string, compute: () => Promise<Cached | Uncached>): Promise<Cached | Uncached>;
}

/** Recomputations before an answer computed across a change is returned. */
const MAX_RECOMPUTATIONS = 3;

const MAX_ANSWERS = 1_000;
/** Of all answers with their keys. */
const MAX_BYTES = 50 * 1_024 * 1_024;
const MAX_ANSWER_BYTES = 512 * 1_024;
const MINUTE_MS = 60_000;

/**
 * Caches answers until the database changes, and for one minute at most: periods begin and runs come due at whole minutes in
 * every time zone.
 */
export function createAnswerCache<Cached extends Answer, Uncached extends UncachedAnswer = never>({
  database,
  clock,
}: {
  readonly database: Pick<Scope['database'], 'createCache'>;
  readonly clock: () => Date;
}): AnswerCache<Cached, Uncached> {
  const answers = database.createCache<string, Cached>({
    max: MAX_ANSWERS,
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ANSWER_BYTES,
    sizeCalculation: ({ bytes }, key) => bytes.byteLength + Buffer.byteLength(key),
  });
  let minute = 0;
  const evictEachMinute = (): void => {
    const now = Math.floor(clock().getTime() / MINUTE_MS);
    if (now !== minute) answers.clear();
    minute = now;
  };
  return {
    async answer(key, compute) {
      evictEachMinute();
      const cached = answers.get(key);
      if (cached) return cached;
      for (let recomputations = 0; ; recomputations += 1) {
        evictEachMinute();
        const keep = answers.begin();
        const answer = await compute();
        if (isUncached(answer) || keep(key, answer) || recomputations === MAX_RECOMPUTATIONS) return answer;
      }
    },
  };
}

function isUncached(answer: Answer | UncachedAnswer): answer is UncachedAnswer {
  return 'response' in answer;
}
