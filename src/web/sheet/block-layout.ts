import { formatPeriod } from '#src/web/values/period.ts';
import { type GridPosition, PREVIOUS_YEAR_COLUMN } from './grid-position.ts';
import { isBlank, isLabel, isValue, type Obstacle, type PastedLine, pastedLines } from './pasted-lines.ts';
import { placeLines, type SheetShape } from './row-alignment.ts';
import { type RowNames, rowNames } from './row-names.ts';
import { rowId, type SheetRow } from './sheet-rows.ts';

/** How the cells of a pasted block map to the sheet. */
export interface BlockLayout {
  /** The lines that match a row of the sheet. */
  readonly lines: readonly { readonly cells: readonly string[]; readonly row: SheetRow }[];
  /** From columns of the block to columns of the sheet. */
  readonly columns: ReadonlyMap<number, number>;
  /** The headings and names, as written in the block, of skipped cells. */
  readonly leftOut: readonly string[];
}

type Columns = Pick<BlockLayout, 'columns' | 'leftOut'>;

/**
 * Maps a pasted block to the sheet. Names of metrics and months take precedence over positions; without names its first cell
 * goes to `start`, and its blank rows and headings must match those of the sheet. If the block does not fit, it is rejected.
 */
export function blockLayout(
  rows: readonly (readonly string[])[],
  start: GridPosition,
  sheet: SheetShape,
  locale?: string,
): BlockLayout | Obstacle {
  const parts = pastedLines(rows, locale);
  if ('obstacle' in parts) return parts;
  const { months, titleYear, lines } = parts;
  const names = rowNames(sheet.blocks);
  const labels = labelColumns(lines, names);
  if ('obstacle' in labels) return labels;
  const columns = months
    ? columnsByName(months, { titleYear, lines, after: labels.last }, sheet)
    : columnsByPosition(lines, labels.last + 1, start.column);
  if ('obstacle' in columns) return columns;
  const placed =
    labels.last >= 0
      ? linesByName(lines, { names, labels: labels.columns, columns: columns.columns })
      : placeLines(lines, start.row, sheet, names);
  if ('obstacle' in placed) return placed;
  return {
    lines: placed.lines,
    columns: columns.columns,
    leftOut: [...new Set([...columns.leftOut, ...placed.leftOut])],
  };
}

/** The columns whose cells name rows of the sheet; `last` is -1 if there are none. */
function labelColumns(
  lines: readonly PastedLine[],
  names: RowNames,
): { readonly columns: readonly number[]; readonly last: number } | Obstacle {
  const naming = new Set<number>();
  for (const { cells } of lines) {
    for (const [column, cell] of cells.entries()) if (names.rowsNamed([cell]).length > 0) naming.add(column);
  }
  const columns = [...naming].sort((one, other) => one - other);
  const last = columns.at(-1) ?? -1;
  const hasValues = (from: number) => lines.some(({ cells }) => cells.slice(from).some(isValue));
  if (!hasValues(0)) return { obstacle: 'It has no values.' };
  if (last >= 0) return hasValues(last + 1) ? { columns, last } : { obstacle: 'It has no values next to its names.' };
  const strange = columnOfStrangeLabels(lines);
  return strange ? { obstacle: `Its names are not metrics of the sheet: ${quoted(strange)}.` } : { columns, last };
}

/** The texts of a column that has mostly texts, next to values. */
function columnOfStrangeLabels(lines: readonly PastedLine[]): readonly string[] | null {
  const valued = lines.filter(({ kind }) => kind === 'values');
  const width = Math.max(0, ...valued.map(({ cells }) => cells.length));
  for (let column = 0; column < width; column += 1) {
    const filled = valued.flatMap(({ cells }) => cells[column] ?? []).filter((cell) => !isBlank(cell));
    const texts = filled.filter(isLabel);
    if (texts.length * 2 > filled.length) return texts.map((text) => text.trim());
  }
  return null;
}

function columnsByName(
  {
    named,
    cells,
  }: { readonly named: ReadonlyMap<number, { year: number | null; month: number }>; readonly cells: readonly string[] },
  {
    titleYear,
    lines,
    after,
  }: { readonly titleYear: number | null; readonly lines: readonly PastedLine[]; readonly after: number },
  { months }: SheetShape,
): Columns | Obstacle {
  const shown = Number(months[0]?.period.slice(0, 4));
  const columns = new Map<number, number>();
  const leftOut: string[] = [];
  for (const [column, { year, month }] of named) {
    if ((year ?? titleYear ?? shown) !== shown) leftOut.push(cells[column]?.trim() ?? '');
    else if ([...columns.values()].includes(month - 1)) {
      return { obstacle: `More than one column is ${formatPeriod(months[month - 1]?.period ?? '')}.` };
    } else columns.set(column, month - 1);
  }
  if (columns.size === 0) return { obstacle: `It has no month of ${shown}, the year on display.` };
  const width = Math.max(0, ...lines.map((line) => line.cells.length));
  for (let column = after + 1; column < width; column += 1) {
    if (named.has(column) || !lines.some((line) => isValue(line.cells[column] ?? ''))) continue;
    leftOut.push(cells[column]?.trim() || `column ${column + 1}`);
  }
  return { columns, leftOut };
}

function columnsByPosition(lines: readonly PastedLine[], first: number, start: number): Columns | Obstacle {
  const last = Math.max(...lines.map(({ cells }) => cells.findLastIndex((cell) => !isBlank(cell))));
  const room = PREVIOUS_YEAR_COLUMN - start + 1;
  const count = last - first + 1;
  if (count > room) {
    return {
      obstacle: `It has ${count} columns of values, but the sheet has ${room} from here on; copy it with its row of months.`,
    };
  }
  return {
    columns: new Map(Array.from({ length: count }, (_, index) => [first + index, start + index])),
    leftOut: [],
  };
}

function linesByName(
  lines: readonly PastedLine[],
  {
    names,
    labels,
    columns,
  }: { readonly names: RowNames; readonly labels: readonly number[]; readonly columns: ReadonlyMap<number, number> },
): Pick<BlockLayout, 'lines' | 'leftOut'> | Obstacle {
  const placed = new Map<string, BlockLayout['lines'][number]>();
  const leftOut: string[] = [];
  for (const { cells, number } of lines) {
    if (![...columns.keys()].some((column) => !isBlank(cells[column] ?? ''))) continue;
    const texts = labels.flatMap((column) => cells[column] ?? []);
    const [row, another] = names.rowsNamed(texts);
    if (another) return { obstacle: `Its row ${number} matches more than one row of the sheet: ${quoted(texts)}.` };
    if (!row) leftOut.push(cells.find(isLabel)?.trim() ?? `row ${number}`);
    else if (placed.has(rowId(row))) return { obstacle: `More than one row is ${row.series.definition.label}.` };
    else placed.set(rowId(row), { cells, row });
  }
  return { lines: [...placed.values()], leftOut };
}

function quoted(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).map((text) => `“${text.trim()}”`);
  return `${shown.join(', ')}${texts.length > 3 ? ' …' : ''}`;
}
