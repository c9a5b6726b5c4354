import type { DataSource } from '#src/core/metrics/source.ts';
import type { Decimal } from '#src/core/number.ts';

/** What to do with a collected value (docs/calculations.md sections 3, 8 and 9). */
export type CollectedValueDecision =
  /** Store it, or confirm the equal stored value. */
  | 'store'
  /** Keep the manual entry until it is released. */
  | 'keep manual entry'
  /** The month is frozen or closed, and the value equals the stored one. */
  | 'keep'
  /** The month is frozen or closed, and the value differs: keep the stored one and report drift. */
  | 'report drift';

export interface CollectedValueCase {
  readonly collected: Decimal;
  /** The stored value; `isReleased` if it is a released manual entry that no collection has replaced yet. */
  readonly stored: { readonly value: Decimal; readonly source: DataSource; readonly isReleased: boolean } | null;
  /** A collection that started after the end of the month has succeeded. */
  readonly isFrozen: boolean;
  /** An admin has closed the month. */
  readonly isClosed: boolean;
  /** Overwrite frozen values, but not closed ones. */
  readonly force: boolean;
}

/** Decides whether a collected value replaces the stored one. */
export function decideCollectedValue({
  collected,
  stored,
  isFrozen,
  isClosed,
  force,
}: CollectedValueCase): CollectedValueDecision {
  const isSame = stored?.value.equals(collected) ?? false;
  if (stored?.source === 'manual') return 'keep manual entry';
  if (isClosed) return isSame ? 'keep' : 'report drift';
  // An absent value or a released entry is not a frozen value.
  const isProtected = isFrozen && !force && stored !== null && !stored.isReleased;
  if (!isProtected) return 'store';
  return isSame ? 'keep' : 'report drift';
}
