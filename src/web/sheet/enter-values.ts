import { useChange } from '#src/web/client/use-operation.ts';
import {
  EnterValuesOperation,
  type MetricEntryInput,
  type ReleaseOutcome,
  ReleaseValuesOperation,
} from '#src/web/gql/operations.ts';
import type { PeriodKey } from '#src/web/values/period.ts';
import type { ReadValue } from './drafts.ts';

/** A value to enter, and the stored one that it replaces. */
export interface ValueToEnter {
  readonly metric: string;
  readonly value: string;
  readonly note: string;
  /** The stored value as it was read; if it has changed since, the server rejects the entry. */
  readonly read: ReadValue;
}

/** A problem of an entry; `index` is null if it concerns all entries. */
export interface EntryProblem {
  readonly index: number | null;
  readonly message: string;
  readonly isConflict: boolean;
}

/** Result of entering values of one month. All-or-nothing. `stored` has the stored values by key. */
export type Entered =
  | { readonly stored: ReadonlyMap<string, ReadValue> }
  | { readonly problems: readonly EntryProblem[] };

/** Result of releasing metrics of one month. All-or-nothing. */
export type Released =
  | { readonly stored: ReadonlyMap<string, ReadValue>; readonly outcomes: readonly ReleaseOutcome[] }
  | { readonly problems: readonly EntryProblem[] };

/** The mutations of values. Both resolve after all active queries have been refetched. */
export interface ValueChanges {
  enter(period: PeriodKey, values: readonly ValueToEnter[]): Promise<Entered>;
  release(period: PeriodKey, metrics: readonly string[]): Promise<Released>;
}

export function useValueChanges(): ValueChanges {
  const { mutateAsync: enterValues } = useChange(EnterValuesOperation);
  const { mutateAsync: releaseValues } = useChange(ReleaseValuesOperation);
  return {
    async enter(period, values) {
      const keys = values.map(({ metric }) => metric);
      try {
        const { enterMetrics: result } = await enterValues({ period, entries: values.map(entryInput), keys });
        if (result.__typename === 'EnterMetricsSuccess') {
          return { stored: byKey(result.period.metrics) };
        }
        return { problems: ('errors' in result ? result.errors : [result]).map(entryProblem) };
      } catch (error) {
        return { problems: [failure(error)] };
      }
    },
    async release(period, metrics) {
      try {
        const { releaseMetrics: result } = await releaseValues({ period, metrics });
        if (result.__typename !== 'ReleaseMetricsSuccess') return { problems: [entryProblem(result)] };
        const outcomes = result.released.map(({ outcome }) => outcome);
        return { stored: byKey(result.period.metrics), outcomes };
      } catch (error) {
        return { problems: [failure(error)] };
      }
    },
  };
}

function byKey(metrics: readonly (ReadValue & { readonly definition: { readonly key: string } })[]) {
  return new Map(metrics.map((each): [string, ReadValue] => [each.definition.key, each]));
}

function entryInput({ metric, value, note, read }: ValueToEnter): MetricEntryInput {
  const expected = read.updatedAt === null ? { expectedAbsent: true } : { expectedUpdatedAt: read.updatedAt };
  return { metric, value, notes: note.trim() || null, ...expected };
}

function entryProblem({
  code,
  message,
  field,
}: {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}): EntryProblem {
  const index = /^entries\[(\d+)\]/.exec(field ?? '')?.[1];
  return { index: index === undefined ? null : Number(index), message, isConflict: code === 'CONFLICT' };
}

function failure(error: unknown): EntryProblem {
  return { index: null, message: error instanceof Error ? error.message : String(error), isConflict: false };
}
