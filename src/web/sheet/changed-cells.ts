import { useEffect, useRef, useState } from 'react';
import { PREVIOUS_YEAR_COLUMN, TOTAL_COLUMN } from './grid-position.ts';
import { blocksOf, rowId, type SheetRow, type SheetYear } from './sheet-rows.ts';

/** The columns that changed, by the id of their row. */
export type ChangedCells = ReadonlyMap<string, ReadonlySet<number>>;

const NONE: ChangedCells = new Map();

/** How long a change is highlighted. */
const MARKED_MS = 10_000;

/** The changed cells, and the labels of their rows in the order of the sheet. */
export function changesBetween(
  before: SheetYear,
  after: SheetYear,
): { readonly cells: ChangedCells; readonly rows: readonly SheetRow[] } {
  const earlier = new Map(allRows(before).map((row) => [rowId(row), row]));
  const cells = new Map<string, ReadonlySet<number>>();
  const rows: SheetRow[] = [];
  for (const row of allRows(after)) {
    const known = earlier.get(rowId(row));
    if (!known || known.series === row.series) continue;
    const were = valuesOf(known);
    const columns = valuesOf(row).flatMap((value, column) => (value === were[column] ? [] : [column]));
    if (columns.length === 0) continue;
    cells.set(rowId(row), new Set(columns));
    rows.push(row);
  }
  return { cells, rows };
}

function allRows(sheet: SheetYear): SheetRow[] {
  return blocksOf(sheet).flatMap(({ rows }) => rows);
}

function valuesOf({ series: { points, total, previousYear } }: SheetRow): (string | null)[] {
  const values: (string | null)[] = points.map(({ value }) => value);
  values[TOTAL_COLUMN] = total.value;
  values[PREVIOUS_YEAR_COLUMN] = previousYear?.value ?? null;
  return values;
}

/** The changes of the sheet since the previous fetch: cells to highlight for a while, and a sentence. */
export function useChangedCells(sheet: SheetYear): { readonly cells: ChangedCells; readonly words: string } {
  const known = useRef(sheet);
  const [changed, setChanged] = useState({ cells: NONE, words: '' });
  useEffect(() => {
    const before = known.current;
    known.current = sheet;
    if (before === sheet) return;
    if (before.months[0]?.period !== sheet.months[0]?.period) {
      setChanged({ cells: NONE, words: '' });
      return;
    }
    const { cells, rows } = changesBetween(before, sheet);
    if (cells.size > 0) setChanged({ cells, words: changeInWords(rows) });
  }, [sheet]);
  useEffect(() => {
    if (changed.cells === NONE) return;
    const timer = setTimeout(() => setChanged(({ words }) => ({ cells: NONE, words })), MARKED_MS);
    return () => clearTimeout(timer);
  }, [changed.cells]);
  return changed;
}

/** `Net Profit and 6 others changed.` Only calculated rows, because the entry itself is announced separately. */
function changeInWords(rows: readonly SheetRow[]): string {
  const calculated = rows.filter((row) => row.kind === 'smartNumber' || row.series.definition.isCalculated);
  const [first, ...others] = calculated.length > 0 ? calculated : rows;
  if (!first) return '';
  const { label } = first.series.definition;
  if (others.length === 0) return `${label} changed.`;
  return `${label} and ${others.length} ${others.length === 1 ? 'other' : 'others'} changed.`;
}
