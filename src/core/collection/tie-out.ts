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

/** What is known of a value's rows. */
export interface ComparedRows {
  /** The newest version of its evidence; null where there is none. */
  readonly evidenceVersion: number | null;
  /** How the vendor's rows differ from it; null where that is not known. */
  readonly differences: RowDifferences | null;
}

/** What is known of the rows of all values that a run has read, by value. */
export interface KnownRows {
  readonly compared: ReadonlyMap<string, ComparedRows>;
  /** The newest tie-outs before the run. */
  readonly before: ReadonlyMap<string, TieOut>;
}

/** A value among those of all months. */
export function valueKey({ month, metric }: { readonly month: Month; readonly metric: string }): string {
  return `${month} ${metric}`;
}

export const UNKNOWN_ROWS: ComparedRows = { evidenceVersion: null, differences: null };

/** A collected value and what became of it. */
export interface TieOutCase {
  readonly month: Month;
  readonly metric: string;
  readonly vendorNow: Decimal;
  /** Before the run; null for an absent value. */
  readonly stored: Decimal | null;
  /** `stored`: it is the stored value now. `kept`: a frozen or closed value stays. `manual`: an entry by hand stays. */
  readonly outcome: 'stored' | 'kept' | 'manual';
  readonly rows: ComparedRows;
  /** Why the vendor was not asked now; undefined where it was. */
  readonly notAsked: string | undefined;
}

/** Why a value is not compared that stands over that of its vendor. */
export const ENTERED_BY_HAND = 'entered by hand, so no value of the vendor is stored';
const ROWS_NOT_KNOWN = 'the rows that the stored value was counted from are not stored';

/**
 * What the vendor says of a value against what is stored after the run (docs/calculations.md section 8). It is `not checked` only where it
 * cannot be compared.
 */
export function tieOutOf({ outcome, rows, notAsked, ...found }: TieOutCase): TieOut {
  const { month, metric, vendorNow } = found;
  const { evidenceVersion } = rows;
  const compared = { month, metric, vendorNow, evidenceVersion, ...NO_DIFFERENCES };
  if (outcome === 'manual') return { ...compared, stored: found.stored, state: 'not checked', reason: ENTERED_BY_HAND };
  const stored = outcome === 'stored' ? vendorNow : found.stored;
  const isSame = stored?.equals(vendorNow) ?? false;
  const differences = outcome === 'stored' ? NO_DIFFERENCES : rows.differences;
  if (isSame && !hasRows(differences)) {
    return notAsked === undefined
      ? { ...compared, stored, state: 'ties', reason: null }
      : { ...compared, stored, state: 'not checked', reason: notAsked };
  }
  const reason = notAsked ?? (differences === null || !hasRows(differences) ? ROWS_NOT_KNOWN : null);
  return { ...compared, ...differences, stored, state: 'differs', reason };
}

function hasRows(differences: RowDifferences | null): boolean {
  return differences !== null && Object.values(differences).some((rows) => rows.length > 0);
}

/** A value among several. */
export interface ComparedValue {
  readonly state: TieOutState;
  /** False for one that cannot be compared: it was entered by hand, or its vendor keeps no history. */
  readonly isComparable: boolean;
}

/** The state of several values together: one that differs decides, then one that could be compared and was not. */
export function stateOfAll(values: readonly ComparedValue[]): TieOutState {
  if (values.some(({ state }) => state === 'differs')) return 'differs';
  const comparable = values.filter(({ isComparable }) => isComparable);
  return comparable.length > 0 && comparable.every(({ state }) => state === 'ties') ? 'ties' : 'not checked';
}
