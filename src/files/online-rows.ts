import { plainAmount } from '#src/core/books/plain-amount.ts';
import type { StatementRow } from '#src/core/books/statement-rows.ts';
import { type StatementProblem, statementProblem } from '#src/core/books/statement-tie.ts';
import type { Decimal } from '#src/core/number.ts';
import { isRecord, type Json, list, text } from './json-value.ts';

/** Deeper than any chart of accounts, which has five levels and a section. */
const MAX_DEPTH = 40;

/** `group` of QuickBooks Online in the words of an English report; the others are labels themselves. */
const GROUP_WORDS: ReadonlyMap<string, string> = new Map([
  ['Income', 'Income'],
  ['COGS', 'Cost of Goods Sold'],
  ['Expenses', 'Expenses'],
  ['OtherIncome', 'Other Income'],
  ['OtherExpenses', 'Other Expenses'],
  ['GrossProfit', 'Gross Profit'],
  ['NetOperatingIncome', 'Net Operating Income'],
  ['NetOtherIncome', 'Net Other Income'],
  ['NetIncome', 'Net Income'],
]);

interface Reading {
  readonly rows: StatementRow[];
  readonly problems: StatementProblem[];
  /** Positions of the amounts in `ColData`. */
  readonly columns: readonly number[];
}

/** The rows of QuickBooks Online's report, in order: a section's header, its rows, its summary. */
export function onlineRows(
  report: Json,
  columns: readonly number[],
): { readonly rows: readonly StatementRow[]; readonly problems: readonly StatementProblem[] } {
  const reading: Reading = { rows: [], problems: [], columns };
  addRows(reading, isRecord(report) ? report['Rows'] : undefined, 'Rows', 0);
  return reading;
}

function addRows(reading: Reading, rows: Json, path: string, depth: number): void {
  if (depth > MAX_DEPTH) {
    reading.problems.push(statementProblem(path, `The rows are nested deeper than ${MAX_DEPTH} levels`));
    return;
  }
  list(isRecord(rows) ? rows['Row'] : undefined).forEach((row, index) => {
    if (isRecord(row)) addRow(reading, row, `${path}.Row[${index}]`, depth);
  });
}

function addRow(reading: Reading, row: Record<string, Json>, path: string, depth: number): void {
  const word = depth === 0 ? GROUP_WORDS.get(text(row['group'])) : undefined;
  const { Header: header, Summary: summary } = row;
  if (isRecord(header)) addCells(reading, header, { path: `${path}.Header`, role: 'group', word });
  else if ('ColData' in row) addCells(reading, row, { path, role: 'account', word });
  addRows(reading, row['Rows'], `${path}.Rows`, depth + 1);
  if (!isRecord(summary)) return;
  // A summary belongs to its header, whatever its own words are.
  const label = isRecord(header) ? `Total ${word ?? firstLabel(header)}` : word;
  addCells(reading, summary, { path: `${path}.Summary`, role: isRecord(header) ? 'total' : null, word: label });
}

function firstLabel(cells: Record<string, Json>): string {
  const [first] = list(cells['ColData']);
  return isRecord(first) ? text(first['value']).trim() : '';
}

function addCells(
  { rows, problems, columns }: Reading,
  cells: Record<string, Json>,
  { path, role, word }: { path: string; role: StatementRow['role']; word: string | undefined },
): void {
  const data = list(cells['ColData']);
  const [first] = data;
  const label = word ?? firstLabel(cells);
  const amounts = columns.map((column): Decimal | null => {
    const cell = data[column];
    const value = isRecord(cell) ? amountText(cell['value']) : '';
    const amount = plainAmount(value);
    if (amount !== undefined) return amount;
    problems.push(
      statementProblem(`${path}.ColData[${column}]`, `${label}: ${JSON.stringify(value)} is not an amount`),
    );
    return null;
  });
  const accountId = (isRecord(first) && text(first['id'])) || null;
  const cellPaths = columns.map((column) => `${path}.ColData[${column}]`);
  rows.push({ label, amounts, where: path, cells: cellPaths, depth: null, role, path: null, accountId });
}

/** Amounts are texts; a number is read as it is written. */
export function amountText(value: Json): string {
  return typeof value === 'number' ? String(value) : text(value);
}
