import type { LockedMonths } from '#src/core/change-set.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import { listed } from '#src/core/words.ts';
import { decideCalculated, inOrderOfCalculation, ownInputs } from './calculated-cell.ts';
import { type Decided, type ImportRules, refused, storedOf } from './cell-decision.ts';
import type { FileCell } from './file-cell.ts';
import type { ImportCell } from './import-cell.ts';
import { decideInput } from './input-cell.ts';
import { type MonthCell, monthCells } from './month-cells.ts';

/** What an import does. */
export interface ImportPlan {
  /** The cells of months, by their place in the file; sums are decided with the planned change (sum-cells.ts). */
  readonly cells: ReadonlyMap<FileCell, ImportCell>;
  /** The values to store or to release. */
  readonly values: readonly MetricChange[];
}

/**
 * Decides what becomes of each cell of a month, by comparing three values: in the file, when it was exported, and stored now. A cell
 * that was not edited changes nothing, even where the stored value moved on; one that was edited while the stored value moved is a
 * conflict. A blank cell erases nothing. Pure.
 */
export function decideImport(locked: LockedMonths, cells: readonly FileCell[], rules: ImportRules): ImportPlan {
  const { unique, duplicates, others } = monthCells(locked, cells);
  const decided = new Map<FileCell, ImportCell>();
  const values: MetricChange[] = [];
  const keep = (each: MonthCell, { change, ...rest }: Decided) => {
    const before = storedOf(locked, each)?.value ?? null;
    decided.set(each.cell, { ...identity(each.cell), metric: each.metric.key, before, ...rest });
    if (change) values.push(change);
  };
  for (const [cell, decision] of others)
    decided.set(cell, { ...identity(cell), before: null, after: null, ...decision });
  for (const [each, places] of duplicates) keep(each, refused(`The file has this value also at ${listed(places)}`));
  const isCalculated = (each: MonthCell) => each.metric.formula !== null && storedOf(locked, each)?.source !== 'manual';
  for (const each of unique.filter((cell) => !isCalculated(cell))) keep(each, decideInput(locked, each, rules));
  const own = ownInputs(cells);
  for (const each of inOrderOfCalculation(unique.filter(isCalculated))) {
    keep(each, decideCalculated(locked, each, { ...rules, values, own }));
  }
  return { cells: decided, values };
}

function identity({ where, column, subject }: FileCell): Pick<ImportCell, 'where' | 'period' | 'metric'> {
  const metric = subject.kind === 'unknown' ? subject.name || null : subject.definition.key;
  return { where, period: column?.period ?? null, metric };
}
