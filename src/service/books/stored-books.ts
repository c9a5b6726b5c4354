import type { ConfirmedMapping, MonthBooks } from '#src/core/books/books-change.ts';
import { chartAccount } from '#src/core/books/chart-of-accounts.ts';
import type { ChartAccount } from '#src/core/books/mapping-proposal.ts';
import type { StatementLine } from '#src/core/books/statement.ts';
import { type Month, periodDates } from '#src/core/period.ts';
import { readMappings, type StoredMapping } from '#src/store/account-mappings.ts';
import { type BooksConnection, readBooksConnection } from '#src/store/books-connections.ts';
import { type BooksMonth, readBooksMonths } from '#src/store/books-months.ts';
import { type BooksOnline, readBooksOnline } from '#src/store/books-online.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readNewestVersions, readStatements, type StatementVersion } from '#src/store/statements.ts';
import { confirmedMappings } from './mapping-document.ts';

/** What is stored of some months' books, for a change of them. */
export interface StoredBooks {
  readonly newest: ReadonlyMap<Month, StatementVersion>;
  /** What the months' values are from. */
  readonly months: ReadonlyMap<Month, BooksMonth>;
  /** The lines of the statements that the values are from. */
  readonly countedLines: ReadonlyMap<Month, readonly StatementLine[]>;
  /** All versions of the mapping, oldest first. */
  readonly versions: readonly StoredMapping[];
  /** The confirmed ones of `versions`. */
  readonly mappings: readonly ConfirmedMapping[];
  /** The chart of accounts as last read; empty where it is not known. */
  readonly chart: readonly ChartAccount[];
  readonly closing: BooksClosing | null;
}

/** QuickBooks' own closing date, `YYYY-MM-DD`, and when it was first read. */
export interface BooksClosing {
  readonly date: string;
  readonly seenAt: Date;
}

/** Reads what a change of the months' books depends on. */
export async function readStoredBooks(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<StoredBooks> {
  const newest = await readNewestVersions(reader, organizationId, months);
  const counted = await readBooksMonths(reader, organizationId, months);
  const statements = await readStatements(
    reader,
    organizationId,
    counted.map(({ month, statementVersion: version }) => ({ month, version })),
  );
  const company = await readBooksCompany(reader, organizationId);
  const versions = await readMappings(reader, organizationId);
  return {
    newest: new Map(newest.map((each) => [each.month, each])),
    months: new Map(counted.map((each) => [each.month, each])),
    countedLines: new Map(statements.map(({ month, lines }) => [month, lines])),
    versions,
    mappings: confirmedMappings(versions),
    chart: chartOf(company),
    closing: company && closingOf(company),
  };
}

/**
 * The company that says of itself which accounts and closing date it has: that of QuickBooks Online once it was read, else the
 * company file of QuickBooks Desktop.
 */
export async function readBooksCompany(
  reader: Reader,
  organizationId: number,
): Promise<BooksConnection | BooksOnline | null> {
  const online = await readBooksOnline(reader, organizationId);
  return online?.readAt ? online : readBooksConnection(reader, organizationId);
}

type Company = Pick<BooksConnection | BooksOnline, 'accounts' | 'closingDate' | 'closingDateSeenAt'>;

/** The chart of accounts of `readBooksCompany`; empty where it is not known. */
export async function readChart(reader: Reader, organizationId: number): Promise<ChartAccount[]> {
  return chartOf(await readBooksCompany(reader, organizationId));
}

function chartOf(company: Pick<Company, 'accounts'> | null): ChartAccount[] {
  return (company?.accounts ?? []).flatMap(chartAccount);
}

function closingOf({ closingDate: date, closingDateSeenAt: seenAt }: Company): BooksClosing | null {
  return date === null || seenAt === null ? null : { date, seenAt };
}

/** A month's books with the lines that are to count. */
export function monthBooks(
  { newest, months, countedLines, closing }: StoredBooks,
  { month, lines }: { readonly month: Month; readonly lines: readonly StatementLine[] },
): MonthBooks {
  const counted = months.get(month);
  const before = counted && { mapping: counted.mappingVersion, lines: countedLines.get(month) ?? [] };
  return { month, lines, counted: before ?? null, isFrozen: isFrozen(month, newest.get(month), closing) };
}

/** QuickBooks has closed the month, and it was read since (docs/calculations.md section 9). */
function isFrozen(month: Month, newest: StatementVersion | undefined, closing: BooksClosing | null): boolean {
  if (!closing || !newest) return false;
  return periodDates(month).last <= closing.date && newest.confirmedAt >= closing.seenAt;
}
