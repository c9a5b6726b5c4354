import { useChange } from '#src/web/client/use-operation.ts';
import {
  EnterValuesOperation,
  type MetricEntryInput,
  type ReleaseOutcome,
  ReleaseValuesOperation,
} from '#src/web/gql/operations.ts';
import type { PeriodKey } from '#src/web/values/period.ts';
import type { ReadValue } from './drafts.ts';

/** A value to enter, in the place of the one that was read. */
export interface ValueToEnter {
  readonly metric: string;
  readonly value: string;
  readonly note: string;
  /** What it replaces: where that has changed since, nothing is entered. */
  readonly read: ReadValue;
}

/** What is wrong with an entry; `index` null where it concerns all. */
export interface EntryProblem {
  readonly index: number | null;
  readonly message: string;
  readonly isConflict: boolean;
}

/** What became of the values of one month: all were entered, and how they are stored now, or none. */
export type Entered =
  | { readonly stored: ReadonlyMap<string, ReadValue> }
  | { readonly problems: readonly EntryProblem[] };

/** What became of metrics of one month that were to be released: all were, or none. */
export type Released =
  | { readonly stored: ReadonlyMap<string, ReadValue>; readonly outcomes: readonly ReleaseOutcome[] }
  | { readonly problems: readonly EntryProblem[] };

/** What changes values. Both answer when everything that is shown has been asked for again. */
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
