import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { type AccountMapping, covers, type KnownAccount, type MappedMetric } from './account-mapping.ts';
import { type AssignedLine, listsOf, type MappedStatement, newSince } from './mapped-metrics.ts';
import type { ChartAccount } from './mapping-proposal.ts';
import { accountKey, STATEMENT_SECTIONS, type StatementLine, type StatementSection } from './statement.ts';

/** An account with what it was in some months, and where a mapping puts it. */
export interface AccountRow {
  /** Full name, `Parent:Child`. */
  readonly account: string;
  readonly number: string | null;
  readonly section: StatementSection;
  /** One for each statement; `amount` null where it has no line. */
  readonly amounts: readonly { readonly month: Month; readonly amount: Decimal | null }[];
  /** The metric whose list takes the account; null for none. */
  readonly metric: MappedMetric | null;
  /** It was not known when the mapping was confirmed, and no list takes it. */
  readonly isNew: boolean;
  /** It is an account of COGS that counts as an expense. */
  readonly isReclassified: boolean;
}

/** A mapping with the present names of its accounts. */
export interface TableMapping {
  readonly mapping: AccountMapping;
  /** The accounts that were known when it was confirmed; null for a proposal, for which none is new. */
  readonly known: readonly KnownAccount[] | null;
}

/** A row for each account, by section and within it in the order given. A line belongs to the account with its id, else with its section and name. */
export function accountTable(
  accounts: readonly ChartAccount[],
  statements: readonly { readonly month: Month; readonly lines: readonly StatementLine[] }[],
  table: TableMapping | null,
): AccountRow[] {
  const isNew = table?.known ? newSince(table.mapping, table.known) : () => false;
  const months = statements.map(({ month, lines }) => ({ month, amounts: amountsOf(accounts, lines) }));
  return STATEMENT_SECTIONS.flatMap((section) => accounts.filter((each) => each.section === section)).map(
    (account) => ({
      account: account.account,
      number: account.number,
      section: account.section,
      amounts: months.map(({ month, amounts }) => ({ month, amount: amounts.get(account) ?? null })),
      metric: (table && listsOf(account, table.mapping)[0]) ?? null,
      isNew: isNew(account),
      isReclassified: table?.mapping.reclassify.some((entry) => covers(entry, account)) ?? false,
    }),
  );
}

function amountsOf(accounts: readonly ChartAccount[], lines: readonly StatementLine[]): Map<ChartAccount, Decimal> {
  const byId = new Map(accounts.flatMap((each) => (each.accountId === null ? [] : [[each.accountId, each] as const])));
  const byName = new Map(accounts.map((each) => [accountKey(each), each]));
  const amounts = new Map<ChartAccount, Decimal>();
  for (const line of lines) {
    const account = (line.accountId === null ? undefined : byId.get(line.accountId)) ?? byName.get(accountKey(line));
    if (account) amounts.set(account, amounts.get(account)?.plus(line.amount) ?? line.amount);
  }
  return amounts;
}

/** A line of a statement with where its money counts. */
export interface PlacedLine extends StatementLine {
  /** The key of the total, or of misc_revenue, that it counts in; null for none. */
  readonly total: string | null;
  /** The metric whose list takes it; null for none. */
  readonly metric: MappedMetric | null;
}

/** The lines of a statement with where they count: nowhere without a mapping. */
export function placedLines(lines: readonly StatementLine[], mapped: MappedStatement | null): PlacedLine[] {
  return mapped ? mapped.lines.map(placed) : lines.map((line) => ({ ...line, total: null, metric: null }));
}

/** A line with where it counts, by the names that people know. */
export function placed({ line, bucket, part }: AssignedLine): PlacedLine {
  const total = bucket === 'no metric' ? null : bucket;
  return { ...line, total, metric: part ?? (bucket === 'misc_revenue' ? bucket : null) };
}
