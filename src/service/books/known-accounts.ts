import type { ChartAccount } from '#src/core/books/mapping-proposal.ts';
import { readBooksConnection } from '#src/store/books-connections.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readStatementAccounts } from '#src/store/statements.ts';
import { chartOf } from './stored-books.ts';

/** Every account that is known: those of the chart as last read, then those that only statements have shown. */
export async function readKnownAccounts(reader: Reader, organizationId: number): Promise<ChartAccount[]> {
  const chart = chartOf(await readBooksConnection(reader, organizationId));
  const ids = new Set(chart.map(({ accountId }) => accountId));
  const names = new Set(chart.map(nameOf));
  const shown = await readStatementAccounts(reader, organizationId);
  const others = shown
    .filter((line) => !(line.accountId !== null && ids.has(line.accountId)) && !names.has(nameOf(line)))
    .map((line) => ({ ...line, specialType: null }));
  // A file has no ids: its account is that of the source that has one.
  const identified = new Set(others.filter(({ accountId }) => accountId !== null).map(nameOf));
  return [...chart, ...others.filter((line) => line.accountId !== null || !identified.has(nameOf(line)))];
}

function nameOf({ section, account }: Pick<ChartAccount, 'section' | 'account'>): string {
  return JSON.stringify([section, account]);
}
