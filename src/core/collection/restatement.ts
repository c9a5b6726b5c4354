import { Decimal, round } from '#src/core/number.ts';

/** A change of a month's value, in the order in which it was stored. */
export interface DatedChange {
  /** Null where there was no value. */
  readonly before: Decimal | null;
  /** Null where the value was removed. */
  readonly after: Decimal | null;
  readonly at: Date;
}

/** How a value has moved since the first collection after its period's end. */
export interface SettledValue {
  /** As that collection left it or, if it was absent then, as it first appeared; null if it never did. */
  readonly first: Decimal | null;
  readonly now: Decimal | null;
  /** How often it changed since. */
  readonly changes: number;
  /** Null if it never changed. */
  readonly lastChangedAt: Date | null;
}

/**
 * How a value has moved since `settledAt`.
 * @param changes all changes since the period's end or earlier, oldest first
 * @param now the stored value; null if it is absent
 */
export function settledValue(changes: readonly DatedChange[], settledAt: Date, now: Decimal | null): SettledValue {
  const later = changes.filter(({ at, before, after }) => at > settledAt && !isSame(before, after));
  const start = later[0] ? later[0].before : now;
  const appearance = start === null ? later.findIndex(({ after }) => after !== null) : -1;
  const first = start ?? later[appearance]?.after ?? null;
  // That an absent value appears is no restatement.
  const moved = later.slice(appearance + 1);
  return { first, now, changes: moved.length, lastChangedAt: moved.at(-1)?.at ?? null };
}

function isSame(a: Decimal | null, b: Decimal | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

/** How much a metric typically moved, as fractions of its first values. */
export interface TypicalRestatement {
  /** Null with fewer than three months. */
  readonly median: Decimal | null;
  /** What nine of ten months did not exceed (nearest rank); null with fewer than three months. */
  readonly p90: Decimal | null;
  /** How many months that is of. */
  readonly months: number;
}

/** Fewer months say nothing typical. */
export const LEAST_MONTHS = 3;
const PLACES = 4;
const HALF = 0.5;
const NINE_OF_TEN = 0.9;

/**
 * What is typical of some months' movements. A month whose value is absent, or moved from 0, has no fraction and is left out.
 */
export function typicalRestatement(months: readonly SettledValue[]): TypicalRestatement {
  const moved = months.flatMap(fractionMoved).sort((a, b) => a.comparedTo(b));
  if (moved.length < LEAST_MONTHS) return { median: null, p90: null, months: moved.length };
  const rank = (share: number): Decimal => moved[Math.ceil(share * moved.length) - 1] ?? new Decimal(0);
  const upper = moved[Math.floor(HALF * moved.length)] ?? rank(HALF);
  const median = moved.length % 2 === 1 ? upper : rank(HALF).plus(upper).times(HALF);
  return { median: round(median, PLACES), p90: round(rank(NINE_OF_TEN), PLACES), months: moved.length };
}

function fractionMoved({ first, now }: SettledValue): Decimal[] {
  if (first === null || now === null) return [];
  if (first.isZero()) return now.isZero() ? [new Decimal(0)] : [];
  return [now.minus(first).abs().div(first.abs())];
}
