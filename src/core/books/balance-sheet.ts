import type { Decimal } from '#src/core/number.ts';
import { accountNames } from './account-label.ts';
import { moneyText, ZERO } from './money.ts';
import type { StatementLine } from './statement.ts';
import { plainLabel, type StatementRow, totalled } from './statement-rows.ts';
import { type StatementProblem, statementProblem } from './statement-tie.ts';

/** The balance of one account: a leaf, or a parent's own. Never a subtotal. */
export type BalanceLine = Omit<StatementLine, 'section'>;

export type TiedBalanceSheet =
  | { readonly tied: true; readonly lines: readonly BalanceLine[] }
  | { readonly tied: false; readonly problems: readonly StatementProblem[] };

/** A heading that is open, with the sum of what was read below it. */
interface Group {
  readonly row: StatementRow;
  sum: Decimal;
}

const SIDES: readonly (readonly [words: RegExp, side: 'assets' | 'claims'])[] = [
  [/^assets$/, 'assets'],
  [/^liabilities (&|and) (stockholders' |shareholders' |owner's )?equity$/, 'claims'],
];

/**
 * Reads one column of a balance sheet. Money is leaf accounts and a parent's own balance only; every printed total is a check,
 * to the cent, and total assets must be total liabilities and equity. A sheet that does not tie is refused whole.
 * @param rows empty for a company without any posting
 */
export function readBalanceSheet(rows: readonly StatementRow[], column = 0): TiedBalanceSheet {
  if (rows.length === 0) return { tied: true, lines: [] };
  const sheet = createSheet(rows, column);
  for (const row of rows) sheet.read(row);
  const problems = sheet.end();
  return problems.length > 0 ? { tied: false, problems } : { tied: true, lines: sheet.lines };
}

function createSheet(rows: readonly StatementRow[], column: number) {
  const nameOf = accountNames(rows);
  const open: Group[] = [];
  const lines: BalanceLine[] = [];
  const problems: StatementProblem[] = [];
  const sides = new Map<'assets' | 'claims', Decimal>();
  const refuse = ({ cells }: StatementRow, message: string) =>
    problems.push(statementProblem(cells[column] ?? null, message));

  /** @param above the headings above an account */
  const add = (row: StatementRow, amount: Decimal, above: readonly Group[]): void => {
    const group = open.at(-1);
    if (!group) return void refuse(row, `${row.label} is neither below assets nor below liabilities and equity`);
    group.sum = group.sum.plus(amount);
    // Headings of QuickBooks Online are accounts where they have an id; Desktop gives each account its full name.
    const parents = above.map((each) => each.row).filter((each) => row.path !== null || each.accountId !== null);
    lines.push({ ...nameOf([...parents, row], row), type: null, amount });
  };

  const close = (row: StatementRow, label: string): void => {
    const index = open.findLastIndex((group) => plainLabel(group.row.label) === label);
    if (index < 0) return void refuse(row, `${row.label} is the total of no heading`);
    // A heading without a total of its own is part of the one around it.
    const closed = open.splice(index);
    const total = closed.reduce((all, { sum }) => all.plus(sum), ZERO);
    const printed = row.amounts[column] ?? ZERO;
    if (!printed.equals(total)) {
      refuse(row, `${row.label} is ${moneyText(printed)}, but its accounts add up to ${moneyText(total)}`);
    }
    const outer = open.at(-1);
    if (outer) outer.sum = outer.sum.plus(total);
    const side = SIDES.find(([words]) => words.test(label))?.[1];
    if (side && !outer) sides.set(side, total);
  };

  return {
    lines,
    read(row: StatementRow): void {
      const amount = row.amounts[column] ?? null;
      const label = totalled(row.label);
      if (label !== null && row.role !== 'account' && row.role !== 'group') {
        close(row, label);
        return;
      }
      const above = [...open];
      // With an amount, it is the parent's own.
      if (row.role === 'group') open.push({ row, sum: ZERO });
      if (amount !== null) add(row, amount, above);
    },
    end(): readonly StatementProblem[] {
      for (const { row } of open) refuse(row, `${row.label} has no total`);
      const [assets, claims] = [sides.get('assets'), sides.get('claims')];
      if (!assets || !claims) {
        problems.push(statementProblem(null, 'The balance sheet needs total assets, and total liabilities and equity'));
      } else if (!assets.equals(claims)) {
        const message = `Total assets are ${moneyText(assets)}, but liabilities and equity ${moneyText(claims)}`;
        problems.push(statementProblem(null, message));
      }
      return problems;
    },
  };
}
