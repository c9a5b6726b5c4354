import type { Decimal } from '#src/core/number.ts';
import { type BaseValues, baseValues } from './base-values.ts';
import { contentOf } from './cell-content.ts';
import type { CellContent, FileCell } from './file-cell.ts';
import { longCells, longColumns, longTexts } from './long-table.ts';
import { NUMBER_STYLES, type NumberStyle, readNumber, styleOfTexts } from './number-text.ts';
import { type Subject, subjectNamed } from './subject.ts';
import { cellAt, isFormulaAt, placeName, type Table, type TableCell, textOf, transposed } from './table.ts';
import { type Block, type LayoutChoice, type LayoutQuestion, layoutOfTable } from './table-layout.ts';
import { SHEETS } from './workbook-sheets.ts';

/** The cells of a file, in its order. */
export interface FileCells {
  readonly cells: readonly FileCell[];
  /** Set where only a person can say how the file is to be read; there are no cells then. */
  readonly question: LayoutQuestion | null;
  /** What was left out or assumed, in sentences. */
  readonly notes: readonly string[];
  /** Id of the organization whose export it is; null for any other file. */
  readonly exportedFrom: number | null;
}

/** A table that is understood, with the texts among its values. */
interface ReadTable {
  readonly table: Table;
  readonly texts: readonly string[];
  read(style: NumberStyle): readonly FileCell[];
}

/**
 * Reads the tables of a file: an exported workbook, a table with a value in each row, or metrics down and months across (also
 * months down and metrics across). Values are as written; which of them change something is decided with the stored ones.
 */
export function readTables(tables: readonly Table[], choice: LayoutChoice): FileCells {
  const base = baseValues(tables);
  const wanted = base ? tables.filter(({ name }) => name === SHEETS.review || name === SHEETS.smartNumbers) : tables;
  const notes: string[] = [];
  const common = { notes, exportedFrom: base?.organizationId ?? null };
  const read: ReadTable[] = [];
  for (const table of wanted) {
    const found = understood(table, { base, choice });
    if (found && 'question' in found) return { ...common, cells: [], question: found.question };
    if (found) read.push(found);
    else if (table.rows.length > 0 && table.name !== '')
      notes.push(`The sheet ${table.name} has no months and metrics: left out.`);
  }
  const [first] = read;
  if (!first) return { ...common, cells: [], question: unknownLayout(wanted) };
  const texts = read.flatMap((each) => each.texts);
  const style = choice.numberStyle
    ? { style: choice.numberStyle }
    : styleOfTexts(texts, first.table.text?.delimiter ?? null);
  if ('ambiguous' in style) return { ...common, cells: [], question: styleQuestion(style.ambiguous) };
  return { ...common, cells: read.flatMap((each) => each.read(style.style)), question: null };
}

function understood(
  table: Table,
  { base, choice }: { readonly base: BaseValues | null; readonly choice: LayoutChoice },
): ReadTable | { readonly question: LayoutQuestion } | null {
  const long = choice.headingRow === undefined ? longColumns(table) : null;
  if (long) return { table, texts: longTexts(table, long), read: (style) => longCells(table, long, { style, choice }) };
  for (const each of [table, transposed(table)]) {
    const layout = layoutOfTable(each, choice);
    if (layout && 'question' in layout) return layout;
    if (layout) {
      const { blocks } = layout;
      const texts = () => blocks.flatMap((block) => valueTexts(each, block));
      return {
        table,
        texts: texts(),
        read: (style) => blocks.flatMap((block) => blockCells(each, block, { style, choice, base })),
      };
    }
  }
  return null;
}

function* valuePlaces({
  headingRow,
  end,
  columns,
}: Block): Generator<{ readonly row: number; readonly column: number }> {
  for (let row = headingRow + 1; row < end; row += 1) for (const column of columns.keys()) yield { row, column };
}

function valueTexts(table: Table, block: Block): string[] {
  return [...valuePlaces(block)].map((place) => textOf(cellAt(table, place))).filter((text) => text !== '');
}

/** What the cells of a block are read by. */
interface Reading {
  readonly style: NumberStyle;
  readonly choice: LayoutChoice;
  readonly base: BaseValues | null;
}

function blockCells(table: Table, block: Block, reading: Reading): FileCell[] {
  const cells: FileCell[] = [];
  for (let row = block.headingRow + 1; row < block.end; row += 1)
    cells.push(...rowCells(table, { ...block, row }, reading));
  return cells;
}

/** The cells of a row; none of a heading or a note, which names no metric and holds no number. */
function rowCells(
  table: Table,
  { row, labelColumn, columns }: Pick<Block, 'labelColumn' | 'columns'> & { readonly row: number },
  { style, choice, base }: Reading,
): FileCell[] {
  const subject = subjectNamed(labelText(cellAt(table, { row, column: labelColumn })), choice.names);
  const cells = [...columns].flatMap(([column, period]): FileCell[] => {
    const exported = base && period.kind === 'month' ? exportedValue(base, subject, period.period) : undefined;
    const wasThere = exported !== null && exported !== undefined;
    const content = contentOf(cellAt(table, { row, column }), style) ?? (wasThere ? BLANK : null);
    if (content === null) return [];
    const place = { row, column };
    const isFormula = isFormulaAt(table, place);
    return [{ where: placeName(table, place), subject, column: period, content, isFormula, base: exported }];
  });
  const isKnown = subject.kind !== 'unknown' || base?.keys.has(subject.name);
  return isKnown || cells.some(({ content }) => content.kind !== 'unreadable') ? cells : [];
}

const BLANK: CellContent = { kind: 'blank' };

function exportedValue(base: BaseValues, subject: Subject, month: string): Decimal | null | undefined {
  if (subject.kind === 'smartNumber') return undefined;
  return base.valueOf(month, subject.kind === 'metric' ? subject.definition.key : subject.name);
}

function labelText(cell: TableCell): string {
  return typeof cell === 'number' ? String(cell) : textOf(cell);
}

function unknownLayout(tables: readonly Table[]): LayoutQuestion {
  const names = tables.map(({ name }) => name).filter((name) => name !== '');
  const where = names.length > 0 ? names.join(', ') : 'file';
  const message =
    'No row of months and no column of metrics were found: say which row has the months, and which column the metrics';
  return { kind: 'layout', where, text: '', message, dates: [], numbers: [] };
}

function styleQuestion(text: string): LayoutQuestion {
  const message = `“${text}” can be read in two ways, and no other number of the file decides: say whether it has decimal points or commas`;
  const numbers = NUMBER_STYLES.flatMap((style) => {
    const number = readNumber(text, style);
    return number ? [{ style, value: number.value }] : [];
  });
  return { kind: 'number style', where: 'file', text, message, dates: [], numbers };
}
