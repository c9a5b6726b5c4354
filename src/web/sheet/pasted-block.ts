import type { ValueFormat } from '#src/web/values/format.ts';
import { readTypedNumber, type TypedNumber } from '#src/web/values/typed-number.ts';
import { blockLayout } from './block-layout.ts';
import { clipboardCells } from './clipboard-cells.ts';
import { type EntryTarget, entryTarget, isTypedInto, obstacleTo } from './entry-target.ts';
import type { GridPosition } from './grid-position.ts';
import type { SheetShape } from './row-alignment.ts';
import { rowId } from './sheet-rows.ts';

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
  /** How many filled cells of the block lie on no metric's month: on totals and on SmartNumbers. */
  readonly outside: number;
  /** The headings and names, as written in the block, of cells that go nowhere. */
  readonly leftOut: readonly string[];
  /** Why nothing of it is offered, in a sentence; null where something is. */
  readonly obstacle: string | null;
}

/**
 * What a block copied from a spreadsheet (text with tabs and line ends) would change. It goes to the metrics and months
 * that it names; where it names none, it is laid upon the sheet with its first cell at `start`. Empty cells, and those that
 * hold what is stored already, change nothing.
 */
export function pastedBlock(text: string, start: GridPosition, sheet: SheetShape, locale?: string): PastedBlock {
  const cells = clipboardCells(text);
  const layout = blockLayout(cells, start, sheet, locale);
  if (cells.length === 0) return { values: [], outside: 0, leftOut: [], obstacle: null };
  if ('obstacle' in layout) return { values: [], outside: 0, leftOut: [], obstacle: layout.obstacle };
  const values: PastedValue[] = [];
  let outside = 0;
  for (const { cells: line, row } of layout.lines) {
    for (const [across, column] of layout.columns) {
      const cell = line[across]?.trim() ?? '';
      if (cell === '') continue;
      const target = entryTarget({ row: rowId(row), column }, [row], sheet.months);
      if (target) values.push(pastedValue(target, cell, locale));
      else outside += 1;
    }
  }
  const changing = values.filter(({ target, value }) => value === null || !isStored(value, target));
  return { values: changing, outside, leftOut: layout.leftOut, obstacle: null };
}

function pastedValue(target: EntryTarget, text: string, locale: string | undefined): PastedValue {
  const typed = readPastedNumber(text, target.definition.format, locale);
  const obstacle = obstacleTo(target);
  const problem = obstacle ?? ('problem' in typed ? typed.problem : null);
  const value = problem === null && 'value' in typed ? typed.value : null;
  return { target, text, value, problem, isOverride: !isTypedInto(target) };
}

/** Reads a cell as one that is typed, but for percentages: spreadsheets write `0.125` for 12.5%, people `12.5`. */
function readPastedNumber(text: string, format: ValueFormat, locale: string | undefined): TypedNumber {
  const typed = readTypedNumber(text, format, locale);
  if (format !== 'PERCENTAGE' || 'problem' in typed || text.includes('%')) return typed;
  return { problem: `“${text}” may be a fraction or a percentage; write it with a percent sign.` };
}

/** Whether a decimal is the stored one, however many zeros it ends in. */
function isStored(value: string, { value: { value: stored } }: EntryTarget): boolean {
  return stored !== null && withoutZeros(value) === withoutZeros(stored);
}

function withoutZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}
