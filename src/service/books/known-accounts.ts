import type { KnownAccount } from '#src/core/books/account-mapping.ts';
import type { ChartAccount } from '#src/core/books/mapping-proposal.ts';
import { accountKey } from '#src/core/books/statement.ts';
import { readMappings, type StoredMapping } from '#src/store/account-mappings.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readStatementAccounts } from '#src/store/statements.ts';
import { documentOf } from './mapping-document.ts';
import { readChart } from './stored-books.ts';

/**
 * Every account that is known: those of the chart as last read, those that only statements have shown, and those that only
 * the newest version of the mapping knows, from a list.
 */
export async function readKnownAccounts(reader: Reader, organizationId: number): Promise<ChartAccount[]> {
  const chart = await readChart(reader, organizationId);
  return knownAccounts(reader, organizationId, { chart, stored: await readMappings(reader, organizationId) });
}

/** As `readKnownAccounts`, with the chart and the versions of the mapping, oldest first, that were read before. */
export async function knownAccounts(
  reader: Reader,
  organizationId: number,
  { chart, stored }: { readonly chart: readonly ChartAccount[]; readonly stored: readonly StoredMapping[] },
): Promise<ChartAccount[]> {
  const ids = new Set(chart.map(({ accountId }) => accountId));
  const names = new Set(chart.map(accountKey));
  const shown = await readStatementAccounts(reader, organizationId);
  const others = shown
    .filter((line) => !(line.accountId !== null && ids.has(line.accountId)) && !names.has(accountKey(line)))
    .map((line) => ({ ...line, specialType: null }));
  // A file has no ids: its account is that of the source that has one.
  const identified = new Set(others.filter(({ accountId }) => accountId !== null).map(accountKey));
  const seen = [...chart, ...others.filter((line) => line.accountId !== null || !identified.has(accountKey(line)))];
  const newest = stored.at(-1);
  const listed = newest ? documentOf(newest).known : [];
  return withFurther(
    seen,
    listed.map((each) => ({ ...each, number: null, specialType: null })),
  );
}

/** Accounts, and those of a list that they lack. */
export function withFurther<Account extends KnownAccount>(
  accounts: readonly Account[],
  list: readonly Account[],
): Account[] {
  const ids = new Set(accounts.map(({ accountId }) => accountId));
  const names = new Set(accounts.map(accountKey));
  return [
    ...accounts,
    ...list.filter((each) => !(each.accountId !== null && ids.has(each.accountId)) && !names.has(accountKey(each))),
  ];
}
