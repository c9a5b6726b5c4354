import type { MonthValues } from '#src/core/calculation/computation.ts';
import { type RangeTotal, totalMetric, totalSmartNumber } from '#src/core/calculation/range-total.ts';
import type { ChangeSet, LockedMonths } from '#src/core/change-set.ts';
import { type Decimal, RATIO_PLACES, round } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { FileCell } from './file-cell.ts';
import type { ImportCell } from './import-cell.ts';
import { monthsOfColumn } from './table-layout.ts';

/**
 * Compares the sums and SmartNumbers of a file with those of the stored values, before and after the planned change: a file may
 * hold the results of either. They are never stored.
 */
export function sumCells(
  cells: readonly FileCell[],
  locked: LockedMonths,
  changeSet: ChangeSet,
): Map<FileCell, ImportCell> {
  const then = monthValuesOf(locked, null);
  const now = monthValuesOf(locked, changeSet);
  return new Map(cells.map((cell) => [cell, sumCell(cell, { then, now })]));
}

type ValuesByMonth = ReadonlyMap<Month, MonthValues>;

function sumCell(cell: FileCell, values: { readonly then: ValuesByMonth; readonly now: ValuesByMonth }): ImportCell {
  const { subject, column, content, where } = cell;
  if (column === null || subject.kind === 'unknown') {
    const metric = subject.kind === 'unknown' ? subject.name : subject.definition.key;
    const reason = 'The months of a custom metric are not aggregated';
    return { where, period: column?.period ?? null, metric, state: 'ignored', before: null, after: null, reason };
  }
  const { key } = subject.definition;
  const months = monthsOfColumn(column);
  const common = { where, period: column.period, metric: key };
  // The year before may stand beside a year without being part of the import.
  if (!months.every((month) => values.now.has(month))) {
    const reason = 'A sum of months that the file does not have';
    return { ...common, state: 'ignored', before: null, after: null, reason };
  }
  const totalOf = (of: ValuesByMonth): Decimal | null => {
    const each = months.flatMap((month) => of.get(month) ?? []);
    const total: RangeTotal = subject.kind === 'smartNumber' ? totalSmartNumber(key, each) : totalMetric(key, each);
    return total.value;
  };
  const [before, after] = [totalOf(values.then), totalOf(values.now)];
  const ignored = (reason: string | null): ImportCell => ({ ...common, state: 'ignored', before, after, reason });
  if (content.kind === 'unreadable') return ignored(content.reason);
  if (content.kind !== 'number') return ignored(content.kind === 'no result' ? 'A formula without its result' : null);
  const places = subject.kind === 'metric' ? subject.definition.places : RATIO_PLACES;
  const value = round(content.value, places);
  if ([before, after].some((known) => known?.equals(value))) return ignored(null);
  const reason = after === null ? 'Calculated here, and absent' : 'Calculated here, with another result';
  return { ...common, state: 'differs', before: after, after: value, reason };
}

function monthValuesOf({ months, values }: LockedMonths, changeSet: ChangeSet | null): ValuesByMonth {
  const all = new Map(
    months.map((month) => [
      month,
      new Map([...(values.get(month) ?? [])].map(([key, { value }]) => [key, value] as const)),
    ]),
  );
  for (const { month, metric, after } of changeSet?.values ?? []) {
    if (after) all.get(month)?.set(metric, after.value);
    else all.get(month)?.delete(metric);
  }
  return new Map([...all].map(([month, ofMonth]) => [month, { month, values: ofMonth }]));
}
