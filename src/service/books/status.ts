import type { StatementSection } from '#src/core/books/statement.ts';
import { addMonths, monthAt, monthRange } from '#src/core/period.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { readMappings } from '#src/store/account-mappings.ts';
import { readBooksConnection } from '#src/store/books-connections.ts';
import { readNewestStatements } from '#src/store/statements.ts';
import { newestWebConnectorSession } from '#src/store/web-connector-sessions.ts';

/** How the books get in, and whether they count. */
export interface BooksStatus {
  /** Whether the Web Connector has credentials. */
  readonly connected: boolean;
  readonly userName: string | null;
  readonly paused: boolean;
  /** The company file's name; null before its first session. */
  readonly company: string | null;
  /** QuickBooks' own closing date, `YYYY-MM-DD`; null for none. */
  readonly closingDate: string | null;
  readonly lastSessionAt: Date | null;
  /** What went wrong in the last session; null if nothing did. */
  readonly lastError: string | null;
  readonly mapping: 'none' | 'proposed' | 'confirmed';
  /** Accounts of the newest statement that no mapping covers. */
  readonly unmapped: readonly UnmappedAccount[];
}

export interface UnmappedAccount {
  readonly account: string;
  readonly section: StatementSection;
  /** Plain decimal notation. */
  readonly amount: string;
}

/** How far back the newest statement is looked for. */
const MONTHS = 13;

/** @throws UnauthenticatedError, ForbiddenError */
export function booksStatus(scope: Scope): Promise<BooksStatus> {
  const { id, timeZone } = scope.organization;
  return read(scope, 'metrics:read', async (reader) => {
    const connection = await readBooksConnection(reader, id);
    const session = await newestWebConnectorSession(reader, id);
    const mappings = await readMappings(reader, id);
    const isConfirmed = mappings.some(({ confirmedAt }) => confirmedAt !== null);
    const running = monthAt(scope.at, timeZone);
    const months = monthRange(addMonths(running, 1 - MONTHS), running);
    const newest = mappings.length > 0 ? [] : await readNewestStatements(reader, id, months);
    const lines = newest.findLast((statement) => statement.lines.length > 0)?.lines ?? [];
    return {
      connected: connection !== null,
      userName: connection?.userName ?? null,
      paused: connection?.paused ?? false,
      company: connection?.company?.name ?? null,
      closingDate: connection?.closingDate ?? null,
      lastSessionAt: session?.startedAt ?? null,
      lastError: session?.lastError ?? null,
      mapping: isConfirmed ? 'confirmed' : mappings.length > 0 ? 'proposed' : 'none',
      unmapped: lines
        .filter(({ amount }) => !amount.isZero())
        .map(({ account, section, amount }) => ({ account, section, amount: amount.toFixed() })),
    };
  });
}
