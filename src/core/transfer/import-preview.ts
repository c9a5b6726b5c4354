import type { ChangeSet, LockedMonths } from '#src/core/change-set.ts';
import { isValueChange } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Period } from '#src/core/period.ts';
import type { FileCell } from './file-cell.ts';
import { CELL_STATES, type CellState, type ImportCell, unknownNames } from './import-cell.ts';
import type { ImportPlan } from './import-decision.ts';
import { sumCells } from './sum-cells.ts';

/** A calculated value that follows from an import: a metric of a month or quarter, or a SmartNumber. */
export interface ImportDependent {
  readonly period: Period;
  /** Key of the metric or SmartNumber; `lost_mrr` is both. */
  readonly metric: string;
  readonly isSmartNumber: boolean;
  /** Null if absent. */
  readonly before: Decimal | null;
  readonly after: Decimal | null;
}

/** What an import would do, cell by cell, and what follows from it. */
export interface ImportOutcome {
  /** In the order of the file. */
  readonly cells: readonly ImportCell[];
  readonly counts: Readonly<Record<CellState, number>>;
  readonly dependents: readonly ImportDependent[];
  /** Names in the file that are those of no metric. */
  readonly unknownNames: readonly string[];
}

/** Shows a planned import. */
export function importOutcome(
  { cells, plan }: { readonly cells: readonly FileCell[]; readonly plan: ImportPlan },
  locked: LockedMonths,
  changeSet: ChangeSet,
): ImportOutcome {
  const undecided = cells.filter((cell) => !plan.cells.has(cell));
  const sums = sumCells(undecided, cells, { locked, changeSet });
  const all = cells.flatMap((cell) => plan.cells.get(cell) ?? sums.get(cell) ?? []);
  const counts = Object.fromEntries(
    CELL_STATES.map((state) => [state, all.filter((cell) => cell.state === state).length]),
  ) as Record<CellState, number>;
  return { cells: all, counts, dependents: dependentsOf(plan, locked, changeSet), unknownNames: unknownNames(all) };
}

function dependentsOf({ values }: ImportPlan, locked: LockedMonths, changeSet: ChangeSet): ImportDependent[] {
  const imported = new Set(values.map(({ month, metric }) => `${month} ${metric}`));
  const months = changeSet.values
    .filter((change) => isValueChange(change) && !imported.has(`${change.month} ${change.metric}`))
    .map(({ month, metric, before, after }) => ({
      ...{ period: month, metric, isSmartNumber: false },
      ...{ before: before?.value ?? null, after: after?.value ?? null },
    }));
  const derived = (['quarters', 'smartNumbers'] as const).flatMap((kind) =>
    changeSet[kind].map(({ period, key, after }) => ({
      ...{ period, metric: key, isSmartNumber: kind === 'smartNumbers' },
      before: locked[kind].get(period)?.get(key)?.value ?? null,
      after: after?.value ?? null,
    })),
  );
  // A value may keep its number and cover other months.
  return [...months, ...derived.filter(({ before, after }) => !(before && after && before.equals(after)))];
}
