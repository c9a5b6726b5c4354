import type { Decimal } from '#src/core/number.ts';
import { shortened } from '#src/core/words.ts';
import { moneyText } from './money.ts';
import type { AccountDifference } from './statement.ts';

/** A transaction that was changed or deleted in QuickBooks before a month's statement was found to differ. */
export interface ChangedTransaction {
  readonly kind: 'modified' | 'deleted';
  /** In the words of QuickBooks: `Bill`. */
  readonly type: string;
  /** The number that a person knows it by; null if it has none. */
  readonly number: string | null;
  /** Its id in QuickBooks; null where QuickBooks does not say. */
  readonly id: string | null;
  /** Full name of the account of the posting; null for a deleted transaction, of which QuickBooks keeps none. */
  readonly account: string | null;
  /** Of the posting, as it is now; null for a deleted transaction. */
  readonly amount: Decimal | null;
  /** Its date, `YYYY-MM-DD`; null for a deleted transaction. */
  readonly date: string | null;
  /** When it was changed or deleted; null where QuickBooks does not say. */
  readonly at: Date | null;
  /** The user of QuickBooks who changed it; null where QuickBooks does not say. */
  readonly by: string | null;
}

/** The most that are stored with a statement. */
export const MAX_CHANGED_TRANSACTIONS = 50;

/** What transactions are asked for: those changed between the last reading of the version before and that of a version. */
export interface TransactionRange {
  /** Of the statement that differs from the version before. */
  readonly version: number;
  /** ISO 8601. */
  readonly since: string;
  /** ISO 8601. */
  readonly until: string;
}

const HOUR_MS = 60 * 60 * 1_000;

/** Widened by an hour on both ends, since the times of QuickBooks ignore daylight saving. */
export function transactionRange(version: number, { since, until }: { since: Date; until: Date }): TransactionRange {
  const ahead = (instant: Date, milliseconds: number) => new Date(instant.getTime() + milliseconds).toISOString();
  return { version, since: ahead(since, -HOUR_MS), until: ahead(until, HOUR_MS) };
}

/** A modified transaction as read, its account found in the chart where it is known. */
export interface ReadTransaction extends ChangedTransaction {
  readonly accountId: string | null;
}

/** Those of the range whose accounts differ between the two statements, under the accounts' names in the statement. */
export function onMovedAccounts(
  transactions: readonly ReadTransaction[],
  differences: readonly Pick<AccountDifference, 'account' | 'accountId'>[],
  { since, until }: TransactionRange,
): ChangedTransaction[] {
  const isInRange = (at: Date | null) => at === null || (at >= new Date(since) && at <= new Date(until));
  return transactions.flatMap(({ accountId, ...transaction }) => {
    const moved = differences.find((each) =>
      accountId !== null && each.accountId !== null
        ? accountId === each.accountId
        : transaction.account?.toLowerCase() === each.account.toLowerCase(),
    );
    return moved && isInRange(transaction.at) ? [{ ...transaction, account: moved.account }] : [];
  });
}

/** For a log row, without the names of people: `Bill 1042 of 2025-03-12 (Insurance 15.00), and 3 more`. */
export function transactionsText(transactions: readonly ChangedTransaction[]): string {
  const named = transactions.map(({ type, number, date, account, amount }) => {
    const title = [type, ...(number === null ? [] : [number]), ...(date === null ? [] : [`of ${date}`])].join(' ');
    const posting = [...(account === null ? [] : [account]), ...(amount === null ? [] : [moneyText(amount)])].join(' ');
    return posting === '' ? title : `${title} (${posting})`;
  });
  return shortened(named);
}
