import type { Decimal } from '#src/core/number.ts';
import { accountNames, type NamedAccount } from './account-label.ts';
import { moneyText, ZERO } from './money.ts';
import type { StatementLine, StatementSection } from './statement.ts';
import { type Outline, type OutlineNode, outlineOf } from './statement-outline.ts';
import { plainLabel, type StatementCheck, type StatementRow } from './statement-rows.ts';
import {
  type PrintedTotal,
  type StatementProblem,
  type StatementTotals,
  type TiedStatement,
  tieStatement,
} from './statement-tie.ts';

/** How a source writes accounts. */
export interface StatementSource {
  /** Desktop writes a parent's own postings as a row `Parent - Other`. */
  readonly hasOtherRows: boolean;
  /** Without indentation, a row below a parent that has the parent's name is the parent's own money. */
  readonly hasRepeatedRows: boolean;
}

/**
 * Reads the rows of a report into one statement for each column of amounts, in their order. Money is leaf accounts and a
 * parent's own postings only; every printed total is a check, to the cent. A column that does not tie is refused with its
 * places named, the others are read; rows that make no statement refuse all.
 */
export function readStatementRows(rows: readonly StatementRow[], source: StatementSource): readonly TiedStatement[] {
  const columns = rows[0]?.cells.map((_, column) => column) ?? [];
  const outline = outlineOf(rows);
  if ('message' in outline) return columns.map(() => ({ tied: false, problems: [outline] }));
  const accounts = accountsOf(outline, source);
  return columns.map((column) => readColumn(outline, accounts, column));
}

interface Account extends NamedAccount {
  readonly section: StatementSection;
  readonly row: StatementRow;
}

function accountsOf(outline: Outline, source: StatementSource): readonly Account[] {
  const name = accountNames(rowsOf(outline.sections));
  const collect = (node: OutlineNode, section: StatementSection, parents: readonly OutlineNode[]): Account[] => {
    const parent = parents.at(-1);
    const isOwn = node.total === null && parent !== undefined && isOwnRow(node.row, parent, source);
    const chain = isOwn ? parents : [...parents, node];
    const own = {
      ...name(
        chain.map(({ row }) => row),
        node.row,
      ),
      section,
      row: node.row,
    };
    const below = node.children.flatMap((child) => collect(child, section, [...parents, node]));
    return node.total !== null && node.row.amounts.every((amount) => amount === null) ? below : [own, ...below];
  };
  return outline.sections.flatMap(({ section, children }) => children.flatMap((node) => collect(node, section, [])));
}

function rowsOf(nodes: readonly OutlineNode[]): StatementRow[] {
  return nodes.flatMap((node) => node.children.flatMap((child) => [child.row, ...rowsOf([child])]));
}

/** Whether a row below a parent is the parent's own money. */
function isOwnRow(row: StatementRow, { row: parent, total }: OutlineNode, source: StatementSource): boolean {
  if (row.path !== null && total && total.path !== null) return row.path === total.path;
  const label = plainLabel(row.label);
  const name = plainLabel(parent.label);
  if (source.hasRepeatedRows && label === name) return true;
  return source.hasOtherRows && label === `${name} - other`;
}

function readColumn(outline: Outline, accounts: readonly Account[], column: number): TiedStatement {
  const lines: StatementLine[] = accounts.flatMap(({ row, account, number, accountId, section }) => {
    const amount = row.amounts[column];
    return amount ? [{ account, accountId, number, type: null, section, amount }] : [];
  });
  const untied = outline.sections.flatMap(({ section, children }) =>
    children.flatMap((node) => groupProblems(node, section, column)),
  );
  const result = tieStatement(lines, totalsOf(outline, column));
  if (result.tied && untied.length === 0) return result;
  return { tied: false, problems: [...untied, ...(result.tied ? [] : result.problems)] };
}

/** Groups whose printed total is not what their rows add up to, innermost first. */
function groupProblems(node: OutlineNode, section: StatementSection, column: number): StatementProblem[] {
  const below = node.children.flatMap((child) => groupProblems(child, section, column));
  const total = node.total?.amounts[column] ?? ZERO;
  const sum = node.sums[column] ?? ZERO;
  if (!node.total || total.equals(sum)) return below;
  const where = node.total.cells[column] ?? null;
  const message = `${node.total.label} is ${moneyText(total)}, but its rows add up to ${moneyText(sum)}`;
  return [...below, { where, message, section, sum, total }];
}

function totalsOf({ sections, checks }: Outline, column: number): StatementTotals {
  const check = (name: StatementCheck) => {
    const row = checks.find((each) => each.check === name)?.row;
    return row ? printed(row, column) : null;
  };
  return {
    sections: Object.fromEntries(sections.map(({ section, total, row }) => [section, printed(total ?? row, column)])),
    grossProfit: check('grossProfit'),
    netOrdinaryIncome: check('netOrdinaryIncome'),
    netOtherIncome: check('netOtherIncome'),
    netIncome: check('netIncome'),
  };
}

function printed({ label, amounts, cells }: StatementRow, column: number): PrintedTotal {
  return { label, amount: amounts[column] ?? ZERO, where: cells[column] ?? null };
}

/** Amounts of spreadsheets carry noise of doubles (`9609.519999999999`), which is far below a cent. */
const NOISE = 1e-6;

/** A spreadsheet's number in whole cents; null where it has more places than noise explains. */
export function cents(value: Decimal): Decimal | null {
  const rounded = value.toDecimalPlaces(2);
  return rounded.minus(value).abs().lessThan(NOISE) ? rounded : null;
}
