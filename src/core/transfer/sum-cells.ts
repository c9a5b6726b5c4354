import type { MonthValues } from '#src/core/calculation/computation.ts';
import { type RangeTotal, totalMetric, totalSmartNumber } from '#src/core/calculation/range-total.ts';
import type { ChangeSet, LockedMonths } from '#src/core/change-set.ts';
import { type Decimal, RATIO_PLACES, round } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { FileCell } from './file-cell.ts';
import type { ImportCell } from './import-cell.ts';
import { monthsOfColumn } from './table-layout.ts';

/**
 * Compares the sums and SmartNumbers of a file with those that follow from the stored values before and after the planned change,
 * from the file's own cells, and from the values at the time of its export: a spreadsheet may have computed any of them. They are
 * never stored.
 * @param all every cell of the file
 */
export function sumCells(
  cells: readonly FileCell[],
  all: readonly FileCell[],
  { locked, changeSet }: { readonly locked: LockedMonths; readonly changeSet: ChangeSet },
): Map<FileCell, ImportCell> {
  const values: SumValues = {
    earlier: monthValuesOf(locked, []),
    now: monthValuesOf(
      locked,
      changeSet.values.map(({ month, metric, after }) => [month, metric, after?.value ?? null]),
    ),
    others: [monthValuesOf(locked, ownValues(all)), monthValuesOf(locked, exportedValues(all))],
  };
  return new Map(cells.map((cell) => [cell, sumCell(cell, values)]));
}

/** Values by month: as stored before and after the change, and as a spreadsheet may have had them. */
interface SumValues {
  readonly earlier: ValuesByMonth;
  readonly now: ValuesByMonth;
  readonly others: readonly ValuesByMonth[];
}

type ValuesByMonth = ReadonlyMap<Month, MonthValues>;

function sumCell(cell: FileCell, values: SumValues): ImportCell {
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
  const [before, after] = [totalOf(values.earlier), totalOf(values.now)];
  const ignored = (reason: string | null): ImportCell => ({ ...common, state: 'ignored', before, after, reason });
  if (content.kind === 'unreadable') return ignored(content.reason);
  if (content.kind !== 'number') return ignored(content.kind === 'no result' ? 'A formula without its result' : null);
  const places = subject.kind === 'metric' ? subject.definition.places : RATIO_PLACES;
  const value = round(content.value, places);
  const others = values.others.map(totalOf);
  if ([before, after, ...others].some((known) => known?.equals(value))) return ignored(null);
  const reason = after === null ? 'Calculated here, and absent' : 'Calculated here, with another result';
  return { ...common, state: 'differs', before: after, after: value, reason };
}

/** A value of a month that replaces the stored one; null removes it. */
type Replacement = readonly [month: Month, metric: string, value: Decimal | null];

/** The numbers of the file itself. */
export function ownValues(cells: readonly FileCell[]): Replacement[] {
  return cells.flatMap(({ subject, column, content }): Replacement[] => {
    if (column?.kind !== 'month' || subject.kind !== 'metric' || content.kind !== 'number') return [];
    return [[column.period, subject.definition.key, round(content.value, subject.definition.places)]];
  });
}

/** The values at the time of the export, as far as the file says them. */
function exportedValues(cells: readonly FileCell[]): Replacement[] {
  return cells.flatMap(({ subject, column, base }): Replacement[] => {
    if (column?.kind !== 'month' || subject.kind !== 'metric' || base === undefined) return [];
    return [[column.period, subject.definition.key, base]];
  });
}

function monthValuesOf({ months, values }: LockedMonths, replacements: readonly Replacement[]): ValuesByMonth {
  const all = new Map(
    months.map((month) => [
      month,
      new Map([...(values.get(month) ?? [])].map(([key, { value }]) => [key, value] as const)),
    ]),
  );
  for (const [month, metric, value] of replacements) {
    if (value) all.get(month)?.set(metric, value);
    else all.get(month)?.delete(metric);
  }
  return new Map([...all].map(([month, ofMonth]) => [month, { month, values: ofMonth }]));
}
