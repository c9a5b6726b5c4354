import { LRUCache } from 'lru-cache';
import { MonthRecord } from '#src/store/month-record.ts';

/** Some 100 kB each where everything is explained: its month and its quarter. */
const CACHED_MONTHS = 96;

interface CachedExplanation {
  readonly months: readonly object[];
  readonly explanation: unknown;
}

/**
 * Explanations by the first of their months. A month never changes: where its values do, another object replaces it, and what was
 * explained by the old one is not found any more. Of a month that only one request has read nothing is cached: with many organizations
 * most are not read again soon, and what is cached in vain becomes an old object, which V8 stops for to move.
 */
const byMonth = new LRUCache<object, Map<string, CachedExplanation>>({ max: CACHED_MONTHS });

/**
 * The explanation that `explain` gives for these very months, from the cache if they have been explained.
 * @param subject what is explained, of which period
 */
export function cachedExplanation<Result>(months: readonly object[], subject: string, explain: () => Result): Result {
  const [first] = months;
  if (!(first instanceof MonthRecord && first.isReused)) return explain();
  const ofMonth = byMonth.get(first) ?? new Map<string, CachedExplanation>();
  const cached = ofMonth.get(subject);
  if (cached && areSame(cached.months, months)) return cached.explanation as Result;
  const explanation = explain();
  ofMonth.set(subject, { months, explanation });
  byMonth.set(first, ofMonth);
  return explanation;
}

function areSame(some: readonly object[], others: readonly object[]): boolean {
  return some.length === others.length && some.every((month, index) => month === others[index]);
}
