import { type ChartAccount, sectionOfType } from './mapping-proposal.ts';
import type { QuickBooksAccount } from './quickbooks-account.ts';
import type { StatementLine } from './statement.ts';

type NamedLine = Pick<StatementLine, 'account' | 'accountId' | 'number' | 'type'>;

/**
 * Gives lines of a statement or a balance sheet the id, number and type of their accounts. A report of QuickBooks Desktop has no ids: an account is
 * found by its full name, else by its number if only one account has it. An account that is not found stays as it is.
 */
export function withAccounts<Line extends NamedLine>(
  lines: readonly Line[],
  chart: readonly QuickBooksAccount[],
): Line[] {
  const byName = uniqueBy(chart, ({ fullName }) => plain(fullName));
  const byNumber = uniqueBy(chart, ({ number }) => number);
  return lines.map((line) => {
    const found = byName.get(plain(line.account)) ?? (line.number === null ? null : byNumber.get(line.number));
    if (!found) return line;
    const { id: accountId, number, type } = found;
    return { ...line, accountId, number: line.number ?? number, type: type || null };
  });
}

/**
 * Gives lines of QuickBooks Online the full name, number and type of their accounts, found by the id that the report
 * carries. The chart's name counts: whether a label such as `4010 Hosting` begins with a number shows only in the chart.
 */
export function withOnlineAccounts<Line extends NamedLine>(
  lines: readonly Line[],
  chart: readonly QuickBooksAccount[],
): Line[] {
  const byId = new Map(chart.map((account) => [account.id, account]));
  return lines.map((line) => {
    const found = line.accountId === null ? undefined : byId.get(line.accountId);
    return found ? { ...line, account: found.fullName, number: found.number, type: found.type } : line;
  });
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}

/** Accounts by a key; a key that several have identifies none. */
function uniqueBy(
  chart: readonly QuickBooksAccount[],
  keyOf: (account: QuickBooksAccount) => string | null,
): ReadonlyMap<string, QuickBooksAccount> {
  const found = new Map<string, QuickBooksAccount | null>();
  for (const account of chart) {
    const key = keyOf(account);
    if (key !== null) found.set(key, found.has(key) ? null : account);
  }
  return new Map([...found].flatMap(([key, account]) => (account ? [[key, account] as const] : [])));
}

/** An account as the mapping knows it; none where the statement does not show it, such as a bank account. */
export function chartAccount({
  fullName: account,
  id: accountId,
  type,
  specialType,
  number,
}: QuickBooksAccount): ChartAccount[] {
  const section = sectionOfType(type);
  return section === null ? [] : [{ account, accountId, section, specialType, number }];
}

/** A bank account of the chart, for a person to choose. */
export interface ChartBank {
  readonly account: string;
  readonly accountId: string;
  readonly number: string | null;
}

/** The bank accounts of the chart, in its order. */
export function bankAccounts(chart: readonly QuickBooksAccount[]): ChartBank[] {
  return chart
    .filter(({ type }) => type.toLowerCase() === 'bank')
    .map(({ fullName: account, id: accountId, number }) => ({ account, accountId, number }));
}
