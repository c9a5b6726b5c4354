import { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { sum } from './money.ts';

/** The five sections of an income statement, in its order. */
export const STATEMENT_SECTIONS = ['income', 'cogs', 'expense', 'other income', 'other expense'] as const;

export type StatementSection = (typeof STATEMENT_SECTIONS)[number];
export type StatementBasis = 'accrual' | 'cash';

/** The basis that a source names; null for none and for anything else, such as QuickBooks' `None`. */
export function parseBasis(text: string | null | undefined): StatementBasis | null {
  const plain = text?.toLowerCase();
  return plain === 'accrual' || plain === 'cash' ? plain : null;
}

/** The money of one account in one month: a leaf, or a parent account's own postings. Never a subtotal. */
export interface StatementLine {
  /** Full name, `Parent:Child`, without account numbers. A leaf's name alone may occur under several parents. */
  readonly account: string;
  /** ListID (QuickBooks Desktop) or Id (QuickBooks Online); null where the source has none. */
  readonly accountId: string | null;
  readonly number: string | null;
  /** The account type in the source's words, such as `Income` or `CostOfGoodsSold`. */
  readonly type: string | null;
  readonly section: StatementSection;
  /** With the sign that the statement shows: an expense is positive, a refund negative. */
  readonly amount: Decimal;
}

/** Identifies an account by section and full name, as a map's key. */
export function accountKey({ section, account }: Pick<StatementLine, 'section' | 'account'>): string {
  return JSON.stringify([section, account]);
}

/** A month's profit and loss statement. A month without postings has no lines, or lines of 0. */
export interface Statement {
  readonly month: Month;
  readonly basis: StatementBasis | null;
  /** ISO 4217, such as `USD`; null where the source does not say. */
  readonly currency: string | null;
  readonly lines: readonly StatementLine[];
}

/** The sums of a statement's lines. */
export interface StatementSums {
  readonly sections: Readonly<Record<StatementSection, Decimal>>;
  readonly grossProfit: Decimal;
  readonly netOrdinaryIncome: Decimal;
  readonly netOtherIncome: Decimal;
  readonly netIncome: Decimal;
}

export function sumStatement(lines: readonly StatementLine[]): StatementSums {
  const of = (section: StatementSection) =>
    sum(lines.filter((line) => line.section === section).map(({ amount }) => amount));
  const sections = {
    income: of('income'),
    cogs: of('cogs'),
    expense: of('expense'),
    'other income': of('other income'),
    'other expense': of('other expense'),
  };
  const grossProfit = sections.income.minus(sections.cogs);
  const netOrdinaryIncome = grossProfit.minus(sections.expense);
  const netOtherIncome = sections['other income'].minus(sections['other expense']);
  return {
    sections,
    grossProfit,
    netOrdinaryIncome,
    netOtherIncome,
    netIncome: netOrdinaryIncome.plus(netOtherIncome),
  };
}

/**
 * The same text for the same statement, for its digest (`store/statement-digest.ts`). Neither the order of the lines nor
 * accounts with 0 count: one export prints them, another leaves them out.
 */
export function canonicalStatement({ month, basis, currency, lines }: Statement): string {
  const written = lines
    .filter(({ amount }) => !amount.isZero())
    .map(({ section, account, accountId, number, type, amount }) =>
      JSON.stringify([section, account, accountId, number, type, amount.toFixed()]),
    )
    .sort();
  return `[${JSON.stringify(month)},${JSON.stringify(basis)},${JSON.stringify(currency)},[${written.join()}]]`;
}

/** An account whose amount differs between two statements; an amount is null where the statement lacks the account. */
export interface AccountDifference {
  readonly account: string;
  readonly accountId: string | null;
  readonly section: StatementSection;
  readonly before: Decimal | null;
  readonly after: Decimal | null;
  /** after − before, an absent amount counting as 0. */
  readonly change: Decimal;
}

/**
 * The accounts whose amounts differ, in the order of `after`, then those that are gone. An account is the same by its id,
 * so that renaming is no difference, else by section and full name. A line that appears or goes with 0 is none either.
 */
export function compareStatements(
  before: readonly StatementLine[],
  after: readonly StatementLine[],
): AccountDifference[] {
  const open = new Set(before);
  const ids = new Map(
    before.flatMap((line) => (line.accountId === null ? [] : [[keyOfId(line, line.accountId), line] as const])),
  );
  const names = new Map(before.map((line) => [accountKey(line), line]));
  const counterpart = (line: StatementLine): StatementLine | null => {
    const byId = line.accountId === null ? undefined : ids.get(keyOfId(line, line.accountId));
    const found = byId ?? names.get(accountKey(line));
    if (!found || !open.has(found)) return null;
    const isOther = found !== byId && found.accountId !== null && line.accountId !== null;
    return isOther ? null : found;
  };
  const differences = after.map((line) => {
    const old = counterpart(line);
    if (old) open.delete(old);
    return difference(line, old?.amount ?? null, line.amount);
  });
  const gone = before.filter((line) => open.has(line)).map((line) => difference(line, line.amount, null));
  return [...differences, ...gone].filter(({ change }) => !change.isZero());
}

function keyOfId({ section }: StatementLine, id: string): string {
  return JSON.stringify([section, id]);
}

function difference(line: StatementLine, before: Decimal | null, after: Decimal | null): AccountDifference {
  const { account, accountId, section } = line;
  const change = (after ?? new Decimal(0)).minus(before ?? new Decimal(0));
  return { account, accountId, section, before, after, change };
}
