import type { Decimal } from '#src/core/number.ts';
import { moneyText } from './money.ts';
import {
  STATEMENT_SECTIONS,
  type StatementLine,
  type StatementSection,
  type StatementSums,
  sumStatement,
} from './statement.ts';

/** A total as the source prints it. */
export interface PrintedTotal {
  /** In the source's words: `Total COGS`. */
  readonly label: string;
  readonly amount: Decimal;
  /** `line 12`, `Sheet1!H14`, `row 23`; null where the source has no place to name. */
  readonly where: string | null;
}

/** The totals that a source prints. They are checks, never money. A section without accounts may go without. */
export interface StatementTotals {
  readonly sections: Readonly<Partial<Record<StatementSection, PrintedTotal>>>;
  readonly grossProfit: PrintedTotal | null;
  /** Net Ordinary Income (Desktop), Net Operating Income (Online). */
  readonly netOrdinaryIncome: PrintedTotal | null;
  readonly netOtherIncome: PrintedTotal | null;
  readonly netIncome: PrintedTotal | null;
}

export const NO_TOTALS: StatementTotals = {
  sections: {},
  grossProfit: null,
  netOrdinaryIncome: null,
  netOtherIncome: null,
  netIncome: null,
};

/** Why a statement is refused. `message` names place, sum and total. */
export interface StatementProblem {
  readonly where: string | null;
  readonly message: string;
  /** The section that does not tie; null for a problem of the whole statement. */
  readonly section: StatementSection | null;
  readonly sum: Decimal | null;
  readonly total: Decimal | null;
}

export type TiedStatement =
  | { readonly tied: true; readonly lines: readonly StatementLine[]; readonly sums: StatementSums }
  | { readonly tied: false; readonly problems: readonly StatementProblem[] };

export function statementProblem(where: string | null, message: string): StatementProblem {
  return { where, message, section: null, sum: null, total: null };
}

/**
 * Compares a statement with its printed totals, to the cent. Every section with accounts needs its total, and every
 * statement its Net Income. A source that rounds to whole dollars cannot tie; the message says so.
 */
export function tieStatement(lines: readonly StatementLine[], totals: StatementTotals): TiedStatement {
  const sums = sumStatement(lines);
  const isRounded = isInWholeDollars(lines, totals);
  const check = (total: PrintedTotal | null | undefined, expected: Decimal, section: StatementSection | null) =>
    !total || total.amount.equals(expected) ? [] : [untied({ total, expected, section, isRounded })];
  const problems = [
    ...repeatedAccounts(lines),
    ...STATEMENT_SECTIONS.flatMap((section) => check(totals.sections[section], sums.sections[section], section)),
    ...STATEMENT_SECTIONS.filter((section) => !totals.sections[section]).flatMap((section) =>
      withoutTotal(lines, section),
    ),
    ...check(totals.grossProfit, sums.grossProfit, null),
    ...check(totals.netOrdinaryIncome, sums.netOrdinaryIncome, null),
    ...check(totals.netOtherIncome, sums.netOtherIncome, null),
    ...check(totals.netIncome, sums.netIncome, null),
  ];
  if (!totals.netIncome) problems.push(statementProblem(null, 'The statement has no Net Income'));
  return problems.length > 0 ? { tied: false, problems } : { tied: true, lines, sums };
}

function untied(fault: {
  readonly total: PrintedTotal;
  readonly expected: Decimal;
  readonly section: StatementSection | null;
  readonly isRounded: boolean;
}): StatementProblem {
  const { total, expected, section, isRounded } = fault;
  const accounts = section === null ? 'the statement gives' : 'its accounts add up to';
  const rounding = isRounded ? '. The amounts are rounded to whole dollars: export the report with cents' : '';
  const message = `${total.label} is ${moneyText(total.amount)}, but ${accounts} ${moneyText(expected)}${rounding}`;
  return { where: total.where, message, section, sum: expected, total: total.amount };
}

function withoutTotal(lines: readonly StatementLine[], section: StatementSection): StatementProblem[] {
  const first = lines.find((line) => line.section === section);
  if (!first) return [];
  return [{ ...statementProblem(null, `The section ${section} has accounts but no total`), section }];
}

/** One account has one line: two would be one account's money and its subtotal, or a row that was pasted twice. */
function repeatedAccounts(lines: readonly StatementLine[]): StatementProblem[] {
  const seen = new Set<string>();
  return lines.flatMap((line) => {
    const key = JSON.stringify([line.section, line.account]);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ ...statementProblem(null, `${line.account} occurs twice`), section: line.section }];
  });
}

/** Rounded amounts differ from a rounded total by half a dollar for each of them at most. */
function isInWholeDollars(lines: readonly StatementLine[], { sections, netIncome }: StatementTotals): boolean {
  const printed = [...Object.values(sections), ...(netIncome ? [netIncome] : [])].map(({ amount }) => amount);
  const amounts = lines.map(({ amount }) => amount);
  if (![...printed, ...amounts].every((amount) => amount.isInteger())) return false;
  const sums = sumStatement(lines).sections;
  return STATEMENT_SECTIONS.every((section) => {
    const count = lines.filter((line) => line.section === section).length;
    const total = sections[section]?.amount;
    return (
      !total ||
      total
        .minus(sums[section])
        .abs()
        .lessThanOrEqualTo((count + 1) / 2)
    );
  });
}
