import { type FurtherRules, mergeFurther } from '#src/core/books/further-change.ts';
import type { FurtherValue } from '#src/core/books/further-values.ts';
import type { LockedMonths } from '#src/core/change-set.ts';
import type { MergedValue } from '#src/core/collection/merge-value.ts';
import type { Scope, Written } from '#src/service/scope.ts';
import { changeMonthsIn } from '#src/service/values/change-months.ts';
import { addToEntries } from '#src/store/collection-log.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import type { StatementOrigin } from '#src/store/statements.ts';
import { saveProvenance } from '#src/store/value-provenance.ts';
import { isFrozen, readStoredBooks, type StoredBooks } from './stored-books.ts';

/** Values beside the statements that were read. */
export interface ReadFurther {
  readonly values: readonly FurtherValue[];
  readonly origin: Pick<StatementOrigin, 'vendorId' | 'runId'>;
  /** For the history. */
  readonly reason: string;
  /** Plans everything and stores nothing. */
  readonly preview?: boolean;
}

/** A value with what it changes. */
export interface MergedFurther extends MergedValue {
  readonly value: FurtherValue;
}

/**
 * Stores values beside the statements by the rule of all collected values, with what they are made of, in the transaction of
 * the caller, which holds the lock of the organization.
 * @throws InvalidValueError if a value or what follows from it is out of range; nothing is written then
 */
export async function storeFurther(
  tx: Transaction,
  scope: Scope,
  { values, origin, reason, preview = false }: ReadFurther,
): Promise<Written<readonly MergedFurther[]>> {
  if (values.length === 0) return { result: [], audit: [] };
  const organizationId = scope.organization.id;
  const months = [...new Set(values.map(({ month }) => month))].sort();
  const load = () => readStoredBooks(tx, organizationId, months);
  const { result, audit } = await changeMonthsIn(tx, scope, { months, load, preview }, (locked, books) => {
    const merged = mergeAll(locked, books, { values, vendorId: origin.vendorId, at: scope.at });
    return {
      intent: {
        values: merged.flatMap(({ changes }) => changes),
        findings: {
          scope: { months, metrics: metricsOf(values), kinds: ['drift'], vendorId: origin.vendorId },
          findings: merged.flatMap(({ findings }) => findings),
        },
      },
      cause: { cause: 'collection', reason, runId: origin.runId },
      audit: null,
      record: () => recordFurther(tx, { organizationId, origin, merged }),
      result: merged,
    };
  });
  return { result: result.result, audit };
}

function metricsOf(values: readonly FurtherValue[]): readonly string[] {
  return [...new Set(values.map(({ metric }) => metric))];
}

/** Merges values of months whose books were loaded. */
export function mergeAll(
  locked: LockedMonths,
  books: StoredBooks,
  { values, ...rules }: Omit<FurtherRules, 'isFrozen'> & { readonly values: readonly FurtherValue[] },
): MergedFurther[] {
  return values.map((value) => ({
    ...mergeFurther(locked, value, { ...rules, isFrozen: isFrozen(books, value.month) }),
    value,
  }));
}

/** Stores what the values are made of, and what a person should know, in the log rows of their run. */
export async function recordFurther(
  tx: Transaction,
  {
    organizationId,
    origin: { runId, vendorId },
    merged,
  }: {
    readonly organizationId: number;
    readonly origin: ReadFurther['origin'];
    readonly merged: readonly MergedFurther[];
  },
): Promise<void> {
  if (runId === null || merged.length === 0) return;
  const entries = { organizationId, runId, vendorId };
  const held = merged.filter(({ isHeld }) => isHeld).map(({ value }) => value);
  const results = merged.map(({ value: { month }, isHeld, notes }) => {
    return { month, metricsCollected: isHeld ? 1 : 0, notes: notes.join(' ') };
  });
  await addToEntries(tx, entries, results);
  await saveProvenance(
    tx,
    entries,
    held.map(({ month, metric, provenance }) => ({ month, metric, ...provenance })),
  );
}
