import { useOperation } from '#src/web/client/use-operation.ts';
import { ValueHistoryOperation, type ValueHistoryQuery } from '#src/web/gql/operations.ts';
import { type DraftPlace, placeParts } from './drafts.ts';
import type { EntryTarget } from './entry-target.ts';
import { cellPosition } from './grid-position.ts';

type StoredMetric = NonNullable<NonNullable<ValueHistoryQuery['organization']>['period']['metric']>;

/** A value as currently stored, with its history; the starting point of an entry. */
export interface StoredValue {
  readonly target: EntryTarget & { readonly value: StoredMetric };
}

/** Loads a value as currently stored, independently of the cached sheet. */
export function useStoredValue(place: DraftPlace): {
  readonly stored: StoredValue | null;
  readonly error: Error | null;
  refetch(): unknown;
} {
  const { metric: key, period } = placeParts(place);
  const { data, error, refetch, isPlaceholderData } = useOperation(ValueHistoryOperation, { key, period });
  const report = data?.organization?.period;
  const value = isPlaceholderData ? null : report?.metric;
  if (!report || !value) return { stored: null, error, refetch };
  const position = cellPosition(key, period);
  return {
    stored: { target: { position, place, definition: value.definition, month: report, value } },
    error,
    refetch,
  };
}
