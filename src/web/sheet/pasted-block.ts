import { tsvParseRows } from 'd3-dsv';
import { readTypedNumber } from '#src/web/values/typed-number.ts';
import { type EntryTarget, entryTarget, isTypedInto, obstacleTo } from './entry-target.ts';
import type { GridPosition } from './grid-position.ts';
import { rowId, type SheetMonth, type SheetRow } from './sheet-rows.ts';

/** A pasted value and the cell that it would go into. */
export interface PastedValue {
  readonly target: EntryTarget;
  readonly text: string;
  /** The exact decimal; null where there is a problem. */
  readonly value: string | null;
  /** Why it cannot be entered; null where it can. */
  readonly problem: string | null;
  /** Whether it would replace what is collected or calculated. */
  readonly isOverride: boolean;
}

/** What a pasted block would change. */
export interface PastedBlock {
  readonly values: readonly PastedValue[];
  /** How many filled cells of the block lie on no metric's month: on totals, on SmartNumbers or beyond the edge. */
  readonly outside: number;
}

/**
 * A block copied from a spreadsheet (text with tabs and line ends), laid upon the sheet with its first cell at `start`.
 * Empty cells, and those that hold what is stored already, change nothing.
 * @param rows the rows that are shown, from the top
 */
export function pastedBlock(
  text: string,
  start: GridPosition,
  { rows, months }: { readonly rows: readonly SheetRow[]; readonly months: readonly SheetMonth[] },
): PastedBlock {
  const values: PastedValue[] = [];
  let outside = 0;
  const first = rows.findIndex((row) => rowId(row) === start.row);
  for (const [down, line] of tsvParseRows(text).entries()) {
    const row = rows[first + down];
    for (const [across, cell] of line.entries()) {
      if (cell.trim() === '') continue;
      const position = row && { row: rowId(row), column: start.column + across };
      const target = position && entryTarget(position, rows, months);
      if (!target) outside += 1;
      else values.push(pastedValue(target, cell.trim()));
    }
  }
  return { values: values.filter(({ target, value }) => value === null || !isStored(value, target)), outside };
}

function pastedValue(target: EntryTarget, text: string): PastedValue {
  const typed = readTypedNumber(text, target.definition.format);
  const obstacle = obstacleTo(target);
  const problem = obstacle ?? ('problem' in typed ? typed.problem : null);
  const value = problem === null && 'value' in typed ? typed.value : null;
  return { target, text, value, problem, isOverride: !isTypedInto(target) };
}

/** Whether a decimal is the stored one, however many zeros it ends in. */
function isStored(value: string, { value: { value: stored } }: EntryTarget): boolean {
  return stored !== null && withoutZeros(value) === withoutZeros(stored);
}

function withoutZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}
