import type { KnownAccount } from '#src/core/books/account-mapping.ts';
import type { ChartAccount } from '#src/core/books/mapping-proposal.ts';
import { readMappings } from '#src/store/account-mappings.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readStatementAccounts } from '#src/store/statements.ts';
import { documentOf } from './mapping-document.ts';
import { chartOf, readCompany } from './stored-books.ts';

/**
 * Every account that is known: those of the chart as last read, those that only statements have shown, and those that only
 * the newest version of the mapping knows, from a list.
 */
export async function readKnownAccounts(reader: Reader, organizationId: number): Promise<ChartAccount[]> {
  const chart = chartOf(await readCompany(reader, organizationId));
  const ids = new Set(chart.map(({ accountId }) => accountId));
  const names = new Set(chart.map(nameOf));
  const shown = await readStatementAccounts(reader, organizationId);
  const others = shown
    .filter((line) => !(line.accountId !== null && ids.has(line.accountId)) && !names.has(nameOf(line)))
    .map((line) => ({ ...line, specialType: null }));
  // A file has no ids: its account is that of the source that has one.
  const identified = new Set(others.filter(({ accountId }) => accountId !== null).map(nameOf));
  const seen = [...chart, ...others.filter((line) => line.accountId !== null || !identified.has(nameOf(line)))];
  const newest = (await readMappings(reader, organizationId)).at(-1);
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
  const names = new Set(accounts.map(nameOf));
  return [
    ...accounts,
    ...list.filter((each) => !(each.accountId !== null && ids.has(each.accountId)) && !names.has(nameOf(each))),
  ];
}

function nameOf({ section, account }: Pick<KnownAccount, 'section' | 'account'>): string {
  return JSON.stringify([section, account]);
}
