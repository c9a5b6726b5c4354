import type { LockedMonths } from '#src/core/change-set.ts';
import { type MetricDefinition, metricByKey, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { comparableName } from '#src/core/metrics/name.ts';
import type { Month } from '#src/core/period.ts';
import type { FileCell } from './file-cell.ts';
import { type ImportCell, unknownMetric } from './import-cell.ts';

/** A cell that stands for a metric in a month. */
export interface MonthCell {
  readonly cell: FileCell;
  readonly metric: MetricDefinition;
  readonly month: Month;
}

/** The cells of months, and what becomes of those that are none. Sums are in neither. */
export interface MonthCells {
  readonly unique: readonly MonthCell[];
  /** Cells that stand for the same value as others, with the places of those. */
  readonly duplicates: readonly (readonly [cell: MonthCell, others: readonly string[]])[];
  readonly others: ReadonlyMap<FileCell, Pick<ImportCell, 'state' | 'reason'>>;
}

/** Finds the metric and month that each cell stands for. */
export function monthCells(locked: LockedMonths, cells: readonly FileCell[]): MonthCells {
  const found: MonthCell[] = [];
  const others = new Map<FileCell, Pick<ImportCell, 'state' | 'reason'>>();
  const custom = customMetrics(locked);
  for (const cell of cells) {
    const one = monthCellOf(cell, custom);
    if ('metric' in one) found.push(one);
    else if (one.state !== 'sum') others.set(cell, one);
  }
  return { ...withoutDuplicates(found), others };
}

/** The metric and month of a cell; else why there is none. A sum is decided later. */
function monthCellOf(
  cell: FileCell,
  custom: ReadonlyMap<string, MetricDefinition>,
): MonthCell | { readonly state: 'sum' } | Pick<ImportCell, 'state' | 'reason'> {
  const { subject, column, content } = cell;
  if (column === null) return refusal(content.kind === 'unreadable' ? content.reason : 'The month is not understood');
  if (subject.kind === 'smartNumber') return { state: 'sum' };
  const metric = subject.kind === 'metric' ? subject.definition : custom.get(comparableName(subject.name));
  if (!metric) return unknownCell(subject.kind === 'unknown' ? subject.name : '', column.kind === 'month');
  return column.kind === 'month' ? { cell, metric, month: column.period } : { state: 'sum' };
}

/** The custom metrics that have a value in one of the months, by the comparable form of their names. */
function customMetrics({ values }: LockedMonths): ReadonlyMap<string, MetricDefinition> {
  const keys = [...values.values()].flatMap((stored) => [...stored.keys()]).filter((key) => !metricByKey(key));
  return new Map(keys.map((key) => [comparableName(key), metricStoredAs(key)]));
}

const TOTAL_WORD = /^(sub|grand)?\s*-?\s*(total|average|sum)s?\b/i;

function unknownCell(name: string, isMonth: boolean): Pick<ImportCell, 'state' | 'reason'> {
  if (TOTAL_WORD.test(name)) return { state: 'ignored', reason: 'A total of the file, which is no metric here' };
  if (!isMonth) return { state: 'ignored', reason: 'A sum of a row that is no metric here' };
  return refusal(name === '' ? 'The row names no metric' : unknownMetric(name));
}

function refusal(reason: string): Pick<ImportCell, 'state' | 'reason'> {
  return { state: 'refused', reason };
}

/** Cells that stand for the same value are refused together, and named with each other. */
function withoutDuplicates(cells: readonly MonthCell[]): Omit<MonthCells, 'others'> {
  const groups = new Map<string, MonthCell[]>();
  for (const each of cells) {
    const name = `${each.month} ${each.metric.key}`;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  const all = [...groups.values()];
  const duplicates = all
    .filter((group) => group.length > 1)
    .flatMap((group) =>
      group.map((each) => [each, group.filter((other) => other !== each).map(({ cell }) => cell.where)] as const),
    );
  return { unique: all.filter((group) => group.length === 1).flat(), duplicates };
}
