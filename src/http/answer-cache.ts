import type { Scope } from '#src/service/scope.ts';

/** The body and content type of a cached response. */
export interface Answer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** The organizations whose data it has been made of. */
  readonly organizations: ReadonlySet<number>;
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

const MINUTE_MS = 60_000;

/**
 * Caches answers until an organization that they are made of changes, and for one minute at most: periods begin and runs come
 * due at whole minutes in every time zone.
 */
export function createAnswerCache<Cached extends Answer, Uncached extends UncachedAnswer = never>({
  name,
  database,
  clock,
}: {
  /** In statistics: `rest answers`. */
  readonly name: string;
  readonly database: Pick<Scope['database'], 'createCache'>;
  readonly clock: () => Date;
}): AnswerCache<Cached, Uncached> {
  const answers = database.createCache<Cached>({
    name,
    sizeOf: ({ bytes }, key) => bytes.byteLength + Buffer.byteLength(key),
    isTouched: ({ organizations }, change) =>
      change.kind !== 'organization' || organizations.size === 0 || organizations.has(change.organizationId),
  });
  let cachedMinute = 0;
  /** Those of an earlier minute are not asked for again. */
  const keyNow = (key: string): string => {
    const minute = Math.floor(clock().getTime() / MINUTE_MS);
    if (minute !== cachedMinute) answers.clear();
    cachedMinute = minute;
    return `${minute} ${key}`;
  };
  return {
    async answer(key, compute) {
      const cached = answers.get(keyNow(key));
      if (cached) return cached;
      for (let recomputations = 0; ; recomputations += 1) {
        const keyAtStart = keyNow(key);
        const keep = answers.begin();
        const answer = await compute();
        if (isUncached(answer) || keep(keyAtStart, answer) || recomputations === MAX_RECOMPUTATIONS) return answer;
      }
    },
  };
}

function isUncached(answer: Answer | UncachedAnswer): answer is UncachedAnswer {
  return 'response' in answer;
}
