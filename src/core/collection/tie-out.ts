import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { EvidenceRow } from './evidence.ts';

/** Whether what a vendor says now is what is stored. */
export const TIE_OUT_STATES = ['ties', 'differs', 'not checked'] as const;
export type TieOutState = (typeof TIE_OUT_STATES)[number];

/** Why a row of the evidence no longer counts at its vendor. */
export const REMOVAL_REASONS = ['deleted', 'reopened', 'moved', 'merged', 'unknown'] as const;
export type RemovalReason = (typeof REMOVAL_REASONS)[number];

/** A row that the vendor no longer counts. */
export interface RemovedRow extends EvidenceRow {
  readonly reason: RemovalReason;
}

/** A row whose amount is another one now. */
export interface ChangedRow {
  readonly id: number;
  readonly before: Decimal;
  readonly after: Decimal;
}

/** How the vendor's rows differ from those of the evidence, each list by id. */
export interface RowDifferences {
  readonly added: readonly EvidenceRow[];
  readonly removed: readonly RemovedRow[];
  readonly changed: readonly ChangedRow[];
}

/** What a vendor says of a month's value against what is stored. */
export interface TieOut extends RowDifferences {
  readonly month: Month;
  readonly metric: string;
  /** The version of the stored value's evidence; null where its rows are not known. */
  readonly evidenceVersion: number | null;
  /** Null for an absent value. */
  readonly stored: Decimal | null;
  /** Null where the vendor gives none. */
  readonly vendorNow: Decimal | null;
  readonly state: TieOutState;
  /** Why it was not checked, or why a difference names no rows; null otherwise. */
  readonly reason: string | null;
}

export const NO_DIFFERENCES: RowDifferences = { added: [], removed: [], changed: [] };

/** How the vendor's rows differ from those of the evidence. */
export function compareRows(
  stored: readonly EvidenceRow[],
  now: readonly EvidenceRow[],
  reasonOf: (id: number) => RemovalReason,
): RowDifferences {
  const present = new Map(now.map((row) => [row.id, row]));
  const known = new Map(stored.map((row) => [row.id, row]));
  return {
    added: now.filter(({ id }) => !known.has(id)).toSorted(byId),
    removed: stored
      .filter(({ id }) => !present.has(id))
      .toSorted(byId)
      .map((row) => ({ ...row, reason: reasonOf(row.id) })),
    changed: stored.toSorted(byId).flatMap(({ id, amount: before }) => {
      const after = present.get(id)?.amount;
      return before && after && !before.equals(after) ? [{ id, before, after }] : [];
    }),
  };
}

function byId(a: { readonly id: number }, b: { readonly id: number }): number {
  return a.id - b.id;
}
