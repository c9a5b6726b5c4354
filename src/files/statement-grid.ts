import { type ReportStatement, reportStatement, withoutRepeatedTotal } from '#src/core/books/read-report.ts';
import { cents, readStatementRows } from '#src/core/books/read-statement.ts';
import { parseBasis, type StatementBasis } from '#src/core/books/statement.ts';
import { checkOf, isFrame, type StatementRow, sectionOf } from '#src/core/books/statement-rows.ts';
import { type StatementProblem, statementProblem, type TiedStatement } from '#src/core/books/statement-tie.ts';
import { Decimal } from '#src/core/number.ts';
import { isBlank, textOf } from '#src/core/transfer/table.ts';
import { type AmountStyle, amountStyleOf, parseAmount } from './amount-text.ts';
import { FileError } from './file-error.ts';
import { formulaReader } from './formula-value.ts';
import type { Grid } from './grid.ts';
import { type StatementColumns, statementColumns } from './statement-columns.ts';

export interface GridReport {
  readonly statements: readonly ReportStatement[];
  readonly problems: readonly StatementProblem[];
}

/** Where the statement itself stands: from its first section, or total of a month without postings, to Net Income. */
interface Body {
  readonly first: number;
  readonly last: number;
}

/** Whether a grid holds a profit and loss statement with English words: sections and Net Income, and no assets. */
export function isStatementGrid(grid: Grid): boolean {
  return bodyOf(grid) !== null && !grid.rows.some((row) => row.some((cell) => /^(total )?assets$/i.test(textOf(cell))));
}

function bodyOf(grid: Grid): Body | null {
  const labels = grid.rows.map((row) => textOf(row.find((cell) => !isBlank(cell))));
  const first = labels.findIndex((label) => isFrame(label) || sectionOf(label) !== null || checkOf(label) !== null);
  const last = labels.findLastIndex((label) => checkOf(label) === 'netIncome');
  const hasAmounts = grid.rows[last]?.some(
    (cell, column) => column > 0 && !isBlank(cell) && textOf(cell) !== labels[last],
  );
  return first === -1 || last < first || !hasAmounts ? null : { first, last };
}

/**
 * Reads one statement for each column of amounts of an exported profit and loss report: QuickBooks Desktop's, with labels
 * over several columns by depth, and Online's, with labels in one column.
 */
export function readStatementGrid(grid: Grid): GridReport {
  const body = bodyOf(grid);
  if (!body) return { statements: [], problems: [statementProblem(grid.name || null, 'No profit and loss statement')] };
  const columns = statementColumns(grid, body.first);
  const problems = [...columns.problems, ...strayCells(grid, body, columns)];
  if (columns.amounts.length === 0 && problems.length === 0) {
    problems.push(
      statementProblem(
        grid.place(body.first, 0),
        'The columns have no headings: a month such as "Jan 2026" is expected',
      ),
    );
  }
  const rows = rowsOf(grid, body, columns);
  problems.push(...rows.flatMap((row) => row.problems));
  if (problems.length > 0) return { statements: [], problems };
  const isDesktop = rows.some(({ row }) => isFrame(row.label) || /^net ordinary income$/i.test(row.label));
  const hasDepth = rows.some(({ row }) => row.depth !== null && row.depth > 0);
  const shown = rows.map(({ row }) => (hasDepth ? row : { ...row, depth: null }));
  const results = readStatementRows(shown, { hasOtherRows: isDesktop, hasRepeatedRows: !hasDepth });
  return withoutRepeatedTotal(statementsOf(results, columns, basisOf(grid)));
}

function statementsOf(
  results: readonly TiedStatement[],
  { amounts }: StatementColumns,
  basis: StatementBasis | null,
): ReportStatement[] {
  return results.flatMap((result, index) => {
    const column = amounts[index];
    return column ? [reportStatement({ span: column.span, basis, currency: null, result, where: column.where })] : [];
  });
}

/** A title or a footer names the basis: `Cash Basis Monday, January 19, 2026`. */
function basisOf(grid: Grid): StatementBasis | null {
  const texts = grid.rows.flatMap((row) => row.map((cell) => textOf(cell)));
  const named = texts.flatMap((text) => /\b(accrual|cash) basis\b/i.exec(text)?.[1]?.toLowerCase() ?? []);
  return named.every((each) => each === named[0]) ? parseBasis(named[0]) : null;
}

/** Amounts that belong to no heading, and amounts below Net Income. */
function strayCells(grid: Grid, { first, last }: Body, { labels, headed }: StatementColumns): StatementProblem[] {
  const known = new Set(headed);
  return grid.rows.flatMap((row, index) =>
    row.flatMap((cell, column) => {
      if (index < first || column < labels || isBlank(cell)) return [];
      if (index > last) return [statementProblem(grid.place(index, column), 'Nothing is expected below Net Income')];
      return known.has(column) ? [] : [statementProblem(grid.place(index, column), 'The cell has no heading above it')];
    }),
  );
}

interface ReadRow {
  readonly row: StatementRow;
  readonly problems: readonly StatementProblem[];
}

function rowsOf(grid: Grid, { first, last }: Body, columns: StatementColumns): ReadRow[] {
  const used = grid.rows.slice(first, last + 1);
  const texts = used.flatMap((row) => columns.amounts.map(({ column }) => textOf(row[column])));
  const style = amountStyleOf(texts.filter((text) => text !== ''));
  const calculate = formulaReader(grid);
  return used.flatMap((_, offset): ReadRow[] => {
    const index = first + offset;
    const { label, depth, problems } = labelOf(grid, index, columns.labels);
    const amounts = columns.amounts.map(({ column }) => amountOf(grid, { index, column, style, calculate }));
    const isBlank = label === '' && amounts.every((amount) => amount === null);
    if (isBlank) return [];
    if (label === '') problems.push(statementProblem(grid.place(index, 0), 'The row has an amount but no account'));
    const row: StatementRow = {
      label,
      amounts: amounts.map((amount) => (amount instanceof Decimal ? amount : null)),
      where: grid.place(index, 0),
      cells: columns.amounts.map(({ column }) => grid.place(index, column)),
      depth,
      role: null,
      path: null,
      accountId: null,
    };
    const wrong = amounts.filter((amount) => amount !== null).filter((amount) => 'message' in amount);
    return [{ row, problems: [...problems, ...wrong] }];
  });
}

/** Columns of labels and blanks in front of a label both indent it. */
function labelOf(
  grid: Grid,
  row: number,
  labels: number,
): { label: string; depth: number; problems: StatementProblem[] } {
  const cells = grid.rows[row]?.slice(0, labels) ?? [];
  const filled = cells.flatMap((cell, column) => (isBlank(cell) ? [] : [column]));
  const [column = 0, second] = filled;
  const cell = cells[column];
  const problems: StatementProblem[] = [];
  if (second !== undefined) problems.push(statementProblem(grid.place(row, second), 'The row has two labels'));
  if (filled.length > 0 && typeof cell !== 'string' && typeof cell !== 'number') {
    problems.push(statementProblem(grid.place(row, column), 'The label is no text'));
  }
  const text = typeof cell === 'string' ? cell : typeof cell === 'number' ? String(cell) : '';
  const blanks = text.length - text.trimStart().length;
  // A column outweighs any blanks and levels of style.
  return { label: text.trim(), depth: column * 1_000 + blanks * 10 + grid.indent(row, column), problems };
}

interface AmountCell {
  readonly index: number;
  readonly column: number;
  readonly style: AmountStyle;
  readonly calculate: (row: number, column: number) => Decimal;
}

function amountOf(grid: Grid, { index, column, style, calculate }: AmountCell): Decimal | StatementProblem | null {
  const cell = grid.rows[index]?.[column];
  if (cell === undefined || isBlank(cell)) return null;
  const where = grid.place(index, column);
  if (typeof cell === 'string') {
    return (
      parseAmount(cell, style) ??
      statementProblem(where, `${JSON.stringify(cell.trim().slice(0, 40))} is not an amount`)
    );
  }
  try {
    if (typeof cell === 'boolean' || cell instanceof Date) return statementProblem(where, 'The cell is not an amount');
    const value = calculate(index, column);
    return cents(value) ?? statementProblem(where, `${value.toFixed()} has more than two decimals`);
  } catch (error) {
    if (error instanceof FileError) return statementProblem(error.where ?? where, error.message);
    throw error;
  }
}
