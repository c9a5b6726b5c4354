import type { Obstacle, PastedLine } from './pasted-lines.ts';
import type { RowNames } from './row-names.ts';
import { rowId, type SheetBlock, type SheetMonth, type SheetRow } from './sheet-rows.ts';

/** The sheet as displayed. */
export interface SheetShape {
  readonly blocks: readonly SheetBlock[];
  /** The collapsible blocks whose rows are shown. */
  readonly openBlocks: ReadonlySet<string>;
  readonly months: readonly SheetMonth[];
}

/** An item of the sheet from top to bottom: a heading or a row. */
type SheetItem = { readonly heading: SheetBlock } | { readonly row: SheetRow };

interface PlacedLines {
  readonly lines: readonly { readonly cells: readonly string[]; readonly row: SheetRow }[];
  readonly leftOut: readonly string[];
}

/**
 * Aligns lines without names with the rows of the sheet, the first one at `start`. Headings and blank lines among them must
 * coincide with the sheet's headings; if there are none, the sheet's headings are skipped.
 */
export function placeLines(
  lines: readonly PastedLine[],
  start: string,
  sheet: SheetShape,
  names: RowNames,
): PlacedLines | Obstacle {
  const items = itemsOf(sheet);
  const at = items.findIndex((item) => 'row' in item && rowId(item.row) === start);
  const tight = withoutSpacers(lines);
  if (tight.every(({ kind }) => kind === 'values')) {
    return paired(
      tight,
      items.slice(at).filter((item) => 'row' in item),
      names,
    );
  }
  // A heading cannot be selected, so a block that begins with one is pasted at the row below it.
  const before = items[at - 1];
  const isHeaded = tight[0]?.kind !== 'values' && before !== undefined && 'heading' in before;
  return paired(tight, items.slice(isHeaded ? at - 1 : at), names);
}

function itemsOf({ blocks, openBlocks }: SheetShape): SheetItem[] {
  return blocks.flatMap((block) => [
    { heading: block },
    ...(block.isCollapsible && !openBlocks.has(block.id) ? [] : block.rows.map((row) => ({ row }))),
  ]);
}

/** Blank lines next to a heading are only spacing. */
function withoutSpacers(lines: readonly PastedLine[]): PastedLine[] {
  return lines.filter(({ kind }, index) => {
    const isBeside = [lines[index - 1], lines[index + 1]].some((line) => line?.kind === 'heading');
    return kind !== 'blank' || !isBeside;
  });
}

function paired(lines: readonly PastedLine[], items: readonly SheetItem[], names: RowNames): PlacedLines | Obstacle {
  const placed: { cells: readonly string[]; row: SheetRow }[] = [];
  for (const [index, line] of lines.entries()) {
    const item = items[index];
    if (!item)
      return { obstacle: 'It has more rows than the sheet from here on; copy it with the names of its metrics.' };
    const obstacle = mismatch(line, item, names);
    if (obstacle !== null) return { obstacle };
    if ('row' in item) placed.push({ cells: line.cells, row: item.row });
  }
  return { lines: placed, leftOut: [] };
}

/** Why a line does not match an item of the sheet; null if it does. */
function mismatch({ kind, cells, number }: PastedLine, item: SheetItem, names: RowNames): string | null {
  const text = cells.find((cell) => cell.trim() !== '')?.trim() ?? '';
  const here = 'row' in item ? item.row.series.definition.label : `the heading ${item.heading.label}`;
  const isFitting =
    'row' in item ? kind === 'values' : kind === 'blank' || (kind === 'heading' && names.isHeading(text, item.heading));
  if (isFitting) return null;
  const what = { values: 'has values', blank: 'is blank', heading: `is “${text}”` }[kind];
  return `Its row ${number} ${what} where the sheet has ${here}; copy it with the names of its metrics.`;
}
