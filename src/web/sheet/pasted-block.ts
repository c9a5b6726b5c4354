import type { ValueFormat } from '#src/web/values/format.ts';
import { readTypedNumber, type TypedNumber } from '#src/web/values/typed-number.ts';
import { blockLayout } from './block-layout.ts';
import { clipboardCells } from './clipboard-cells.ts';
import { type EntryTarget, entryTarget, isTypedInto, obstacleTo } from './entry-target.ts';
import type { GridPosition } from './grid-position.ts';
import type { SheetShape } from './row-alignment.ts';
import { rowId } from './sheet-rows.ts';

/** A pasted value and its target cell. */
export interface PastedValue {
  readonly target: EntryTarget;
  readonly text: string;
  /** The exact decimal; null if there is a problem. */
  readonly value: string | null;
  /** Why it cannot be entered; null if it can. */
  readonly problem: string | null;
  /** Whether it would override a collected or calculated value. */
  readonly isOverride: boolean;
}

/** The changes that a pasted block would make. */
export interface PastedBlock {
  readonly values: readonly PastedValue[];
  /** Number of filled cells on totals and SmartNumbers. */
  readonly outside: number;
  /** The headings and names, as written in the block, of skipped cells. */
  readonly leftOut: readonly string[];
  /** Why the block is rejected, as a sentence; null if it is not. */
  readonly obstacle: string | null;
}

/**
 * The changes that a block copied from a spreadsheet (text with tabs and line ends) would make. It goes to the metrics and
 * months that it names; without names, its first cell goes to `start`. Empty cells and unchanged values are ignored.
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

/** Reads a cell like typed text, except percentages: spreadsheets write `0.125` for 12.5%, people `12.5`. */
function readPastedNumber(text: string, format: ValueFormat, locale: string | undefined): TypedNumber {
  const typed = readTypedNumber(text, format, locale);
  if (format !== 'PERCENTAGE' || 'problem' in typed || text.includes('%')) return typed;
  return { problem: `“${text}” may be a fraction or a percentage; write it with a percent sign.` };
}

/** Whether a decimal equals the stored one, ignoring trailing zeros. */
function isStored(value: string, { value: { value: stored } }: EntryTarget): boolean {
  return stored !== null && withoutZeros(value) === withoutZeros(stored);
}

function withoutZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}
