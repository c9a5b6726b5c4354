import { mappingFor } from '#src/core/books/account-mapping.ts';
import { type AccountRow, accountTable, type PlacedLine, placedLines } from '#src/core/books/account-table.ts';
import { type ConfirmedMapping, namedFor } from '#src/core/books/books-change.ts';
import { type BooksTieOut, booksTieOut } from '#src/core/books/books-tie-out.ts';
import { type MappedStatement, metricsOf } from '#src/core/books/mapped-metrics.ts';
import { type StatementSums, sumStatement } from '#src/core/books/statement.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import type { StoredMetric } from '#src/core/metrics/stored-value.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import { read, readCached, type Scope } from '#src/service/scope.ts';
import { readRecords } from '#src/store/period-records.ts';
import {
  readNewestStatements,
  readStatementMonths,
  readStatements,
  type StoredStatement,
} from '#src/store/statements.ts';
import { knownAccounts } from './known-accounts.ts';
import { loadProposal, type MappingVersion, type MappingVersions } from './mapping-versions.ts';
import { readStoredBooks, type StoredBooks } from './stored-books.ts';

/** Everything that a person needs to decide on the mapping. */
export interface BooksReview extends MappingVersions {
  /** The last months that have a statement, oldest first. */
  readonly months: readonly Month[];
  /** Every account that is known, in the order of the statement, by the confirmed mapping or its proposal. */
  readonly accounts: readonly AccountRow[];
  /** What is proposed while no version is confirmed. */
  readonly proposal: MappingVersion | null;
}

/** The most months of statements that are shown side by side. */
export const MAX_REVIEWED_MONTHS = 24;

/**
 * The accounts with what they were in the last months, and the mapping or its proposal.
 * @param versions as `readMappingVersions` has read them
 * @param months how many months, 1 to 24
 * @throws UnauthenticatedError, ForbiddenError; InvalidParameterError for another number of months
 */
export function reviewBooks(
  scope: Scope,
  versions: MappingVersions,
  { months }: { readonly months: number },
): Promise<BooksReview> {
  const { id } = scope.organization;
  return read(scope, 'metrics:read', async (reader) => {
    if (!(months >= 1 && months <= MAX_REVIEWED_MONTHS)) {
      const message = `The number of months must be 1 to ${MAX_REVIEWED_MONTHS}`;
      throw new InvalidParameterError(message, { field: 'months' });
    }
    const { confirmed } = versions;
    const known = await knownAccounts(reader, id, versions.from);
    const last = (await readStatementMonths(reader, id)).slice(-months);
    const proposal = await loadProposal(reader, versions, known);
    const mapping = confirmed ?? proposal;
    const table = mapping && { mapping, known: confirmed?.known ?? null };
    const accounts = accountTable(known, await readNewestStatements(reader, id, last), table);
    return { ...versions, months: last, accounts, proposal };
  });
}

/** A month's statement, and what the mapping makes of it. */
export interface BooksOfMonth {
  readonly month: Month;
  /** The statement that the month's values are from, else the newest one. */
  readonly statement: PlacedStatement;
  /** False where a closed or protected month keeps values of a statement that QuickBooks has since replaced. */
  readonly isNewest: boolean;
  /** The mapping that the values are from, else the one that holds in the month; null where none is confirmed. */
  readonly mapping: ConfirmedMapping | null;
  /** Null without a mapping, or where it does not fit the accounts. */
  readonly mapped: MappedStatement | null;
  /** Null without `mapped`. */
  readonly tieOut: BooksTieOut | null;
  /** Lines with money that count nowhere; none without `mapped`. */
  readonly inNoMetric: readonly PlacedLine[];
}

/** A statement with where its lines count. */
export interface PlacedStatement extends StoredStatement {
  readonly lines: readonly PlacedLine[];
  readonly sums: StatementSums;
}

/**
 * A month's books; null where it has no statement.
 * @param period `YYYY-MM`
 * @throws UnauthenticatedError, ForbiddenError; InvalidPeriodError for anything but a month
 */
export async function booksOfMonth(scope: Scope, period: string): Promise<BooksOfMonth | null> {
  const [books = null] = await booksOfMonths(scope, [parseMonth(period)]);
  return books;
}

/**
 * The books of some months in order, without those that have no statement. As many statements as for one month.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function booksOfMonths(scope: Scope, months: readonly Month[]): Promise<BooksOfMonth[]> {
  return readCached(scope, 'metrics:read', async ({ prisma, query }) => {
    const { id } = scope.organization;
    const stored = await readStoredBooks(prisma, id, months);
    const versions = months.flatMap((month) => {
      const version = stored.months.get(month)?.statementVersion ?? stored.newest.get(month)?.version;
      return version === undefined ? [] : [{ month, version }];
    });
    if (versions.length === 0) return [];
    const statements = await readStatements(prisma, id, versions);
    const records = await readRecords(
      query,
      id,
      statements.map(({ month }) => month),
    );
    const byMonth = new Map(statements.map((statement) => [statement.month, statement]));
    return months.flatMap((month) => {
      const statement = byMonth.get(month);
      const record = records.get(month);
      const values = record?.kind === 'month' ? record.stored : new Map<string, StoredMetric>();
      return statement ? [booksOf(statement, stored, values)] : [];
    });
  });
}

/** @param values the stored values of the statement's month */
function booksOf(
  statement: StoredStatement,
  { months, newest, mappings, chart }: StoredBooks,
  values: ReadonlyMap<string, StoredMetric>,
): BooksOfMonth {
  const { month } = statement;
  const isNewest = statement.version === newest.get(month)?.version;
  const kept = mappings.find((each) => each.version === months.get(month)?.mappingVersion);
  const mapping = kept ?? mappingFor(mappings, month);
  const named = mapping && namedFor(mapping, statement.lines, chart);
  const mapped = named && metricsOf(statement.lines, named);
  if (!mapped || 'problems' in mapped) {
    const unmapped = { mapped: null, tieOut: null, inNoMetric: [] };
    return { month, statement: placedStatement(statement, null), isNewest, mapping, ...unmapped };
  }
  const entered = [...values].flatMap(([key, { value, source }]) =>
    source === 'manual' ? [[key, value] as const] : [],
  );
  const netProfit = values.get('net_profit')?.value ?? null;
  const tieOut = booksTieOut(month, mapped, { mapping: named, entered: new Map(entered), netProfit });
  const inNoMetric = placedLines(mapped.inNoMetric, null);
  return { month, statement: placedStatement(statement, mapped), isNewest, mapping, mapped, tieOut, inNoMetric };
}

function placedStatement(statement: StoredStatement, mapped: MappedStatement | null): PlacedStatement {
  const { lines } = statement;
  return { ...statement, lines: placedLines(lines, mapped), sums: sumStatement(lines) };
}
