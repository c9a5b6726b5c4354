import type { ConfirmedMapping, MonthBooks } from '#src/core/books/books-change.ts';
import { bankAccounts, type ChartBank, chartAccount } from '#src/core/books/chart-of-accounts.ts';
import type { ChartAccount } from '#src/core/books/mapping-proposal.ts';
import type { StatementLine } from '#src/core/books/statement.ts';
import { type Month, periodDates } from '#src/core/period.ts';
import { readMappings, type StoredMapping } from '#src/store/account-mappings.ts';
import { type BooksCompany, readBooksCompany } from '#src/store/books-company.ts';
import { type BooksMonth, readBooksMonths } from '#src/store/books-months.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readNewestVersions, type StatementVersion } from '#src/store/statements.ts';
import { confirmedMappings } from './mapping-document.ts';

/** What is stored of some months' books, for a change of them. */
export interface StoredBooks {
  readonly newest: ReadonlyMap<Month, StatementVersion>;
  /** What the months' values are from. */
  readonly months: ReadonlyMap<Month, BooksMonth>;
  /** All versions of the mapping, oldest first. */
  readonly versions: readonly StoredMapping[];
  /** The confirmed ones of `versions`. */
  readonly mappings: readonly ConfirmedMapping[];
  /** The chart of accounts as last read; empty where it is not known. */
  readonly chart: readonly ChartAccount[];
  readonly banks: readonly ChartBank[];
  readonly closing: BooksClosing | null;
}

/** QuickBooks' own closing date, `YYYY-MM-DD`, and when it was first read. */
export interface BooksClosing {
  readonly date: string;
  readonly seenAt: Date;
}

/** Reads what a change of the months' books depends on, but for the lines of statements. Four statements. */
export async function readStoredBooks(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<StoredBooks> {
  const newest = await readNewestVersions(reader, organizationId, months);
  const counted = await readBooksMonths(reader, organizationId, months);
  const company = await readBooksCompany(reader, organizationId);
  const versions = await readMappings(reader, organizationId);
  return {
    newest: new Map(newest.map((each) => [each.month, each])),
    months: new Map(counted.map((each) => [each.month, each])),
    versions,
    mappings: confirmedMappings(versions),
    chart: chartOf(company),
    banks: bankAccounts(company?.accounts ?? []),
    closing: company && closingOf(company),
  };
}

/** The chart of accounts of `readBooksCompany`; empty where it is not known. */
export async function readChart(reader: Reader, organizationId: number): Promise<ChartAccount[]> {
  return chartOf(await readBooksCompany(reader, organizationId));
}

/** As `readChart`, with the bank accounts, which no statement shows. */
export async function readCharts(
  reader: Reader,
  organizationId: number,
): Promise<Pick<StoredBooks, 'chart' | 'banks'>> {
  const company = await readBooksCompany(reader, organizationId);
  return { chart: chartOf(company), banks: bankAccounts(company?.accounts ?? []) };
}

function chartOf(company: BooksCompany | null): ChartAccount[] {
  return (company?.accounts ?? []).flatMap(chartAccount);
}

function closingOf({ closingDate: date, closingDateSeenAt: seenAt }: BooksCompany): BooksClosing | null {
  return date === null || seenAt === null ? null : { date, seenAt };
}

/**
 * A month's books with the lines that are to count.
 * @param counted the lines of the statement that the values are from; null where there are none
 */
export function monthBooks(
  books: StoredBooks,
  { month, lines }: { readonly month: Month; readonly lines: readonly StatementLine[] },
  counted: readonly StatementLine[] | null,
): MonthBooks {
  const from = books.months.get(month);
  const before = from && counted ? { mapping: from.mappingVersion, lines: counted } : null;
  return { month, lines, counted: before, isFrozen: isFrozen(books, month) };
}

/** Reads what `isFrozen` needs, and which months' values are from QuickBooks. Three statements. */
export async function readBooksClosing(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<Pick<StoredBooks, 'newest' | 'closing'> & { readonly months: ReadonlySet<Month> }> {
  const counted = await readBooksMonths(reader, organizationId, months);
  const newest = await readNewestVersions(reader, organizationId, months);
  const company = await readBooksCompany(reader, organizationId);
  return {
    months: new Set(counted.map(({ month }) => month)),
    newest: new Map(newest.map((each) => [each.month, each])),
    closing: company && closingOf(company),
  };
}

/** Whether QuickBooks has closed the month, and it was read since (docs/calculations.md section 9). */
export function isFrozen({ newest, closing }: Pick<StoredBooks, 'newest' | 'closing'>, month: Month): boolean {
  const read = newest.get(month);
  return (
    read !== undefined &&
    closing !== null &&
    periodDates(month).last <= closing.date &&
    read.confirmedAt >= closing.seenAt
  );
}
