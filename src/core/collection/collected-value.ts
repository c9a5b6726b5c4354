import type { DataSource } from '#src/core/metrics/source.ts';
import type { Decimal } from '#src/core/number.ts';

/** What becomes of a collected value (docs/calculations.md sections 3, 8 and 9). */
export type CollectedValueDecision =
  /** It is stored, or confirms what is stored. */
  | 'store'
  /** A manual entry stands until it is released. */
  | 'keep manual entry'
  /** The month is frozen or closed and the value is what is stored. */
  | 'keep'
  /** The month is frozen or closed and the value differs: the stored one is kept and the difference is reported. */
  | 'report drift';

export interface CollectedValueCase {
  readonly collected: Decimal;
  /** What is stored now; `isReleased`: a manual entry was released and no collection has replaced it yet. */
  readonly stored: { readonly value: Decimal; readonly source: DataSource; readonly isReleased: boolean } | null;
  /** After the first successful collection that started after the month's end. */
  readonly isFrozen: boolean;
  /** By an admin. */
  readonly isClosed: boolean;
  /** Overwrite frozen values; closed ones stay. */
  readonly force: boolean;
}

/** Decides what becomes of one collected value. */
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
  // Where nothing is stored, or only a released entry, there is no frozen value to protect.
  const isProtected = isFrozen && !force && stored !== null && !stored.isReleased;
  if (!isProtected) return 'store';
  return isSame ? 'keep' : 'report drift';
}
