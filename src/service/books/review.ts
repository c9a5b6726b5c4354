import { type AccountMapping, mappingFor } from '#src/core/books/account-mapping.ts';
import { type ConfirmedMapping, namedFor } from '#src/core/books/books-change.ts';
import { type BooksTieOut, booksTieOut } from '#src/core/books/books-tie-out.ts';
import { type MappedStatement, metricsOf } from '#src/core/books/mapped-metrics.ts';
import { type ChartAccount, proposeMapping } from '#src/core/books/mapping-proposal.ts';
import type { StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Month } from '#src/core/period.ts';
import { read, readCached, type Scope } from '#src/service/scope.ts';
import { readMappings, type StoredMapping } from '#src/store/account-mappings.ts';
import { readRecords } from '#src/store/period-records.ts';
import {
  readNewestStatements,
  readStatementMonths,
  readStatements,
  type StoredStatement,
} from '#src/store/statements.ts';
import { readKnownAccounts } from './known-accounts.ts';
import { confirmedMappings, documentOf } from './mapping-document.ts';
import { readStoredBooks } from './stored-books.ts';

/** Everything that a person needs to decide on the mapping. */
export interface BooksReview {
  /** Every account that is known, in the order of the chart. */
  readonly accounts: readonly ChartAccount[];
  /** The newest statements of the last months that have one, oldest first. */
  readonly statements: readonly StoredStatement[];
  /** The confirmed version that holds now; null where none is confirmed. */
  readonly mapping: ConfirmedMapping | null;
  /** What is proposed while none is confirmed: the newest stored proposal, else what the names of accounts suggest. */
  readonly proposal: AccountMapping | null;
  /** All versions, oldest first. */
  readonly versions: readonly StoredMapping[];
}

/**
 * The accounts with what they were in the last months, and the mapping or its proposal.
 * @param months how many months
 * @throws UnauthenticatedError, ForbiddenError
 */
export function reviewBooks(scope: Scope, { months }: { readonly months: number }): Promise<BooksReview> {
  const { id } = scope.organization;
  return read(scope, 'metrics:read', async (reader) => {
    const accounts = await readKnownAccounts(reader, id);
    const last = (await readStatementMonths(reader, id)).slice(-months);
    const versions = await readMappings(reader, id);
    const mapping = confirmedMappings(versions).at(-1) ?? null;
    return {
      ...{ accounts, versions, mapping, statements: await readNewestStatements(reader, id, last) },
      proposal: mapping ? null : proposalOf(versions, accounts),
    };
  });
}

function proposalOf(versions: readonly StoredMapping[], accounts: readonly ChartAccount[]): AccountMapping | null {
  const stored = versions.at(-1);
  if (stored) return documentOf(stored).mapping;
  return accounts.length > 0 ? proposeMapping(accounts) : null;
}

/** A month's statement, and what the mapping makes of it. */
export interface BooksOfMonth {
  /** The statement that the month's values are from, else the newest one. */
  readonly statement: StoredStatement;
  /** The mapping that the values are from, else the one that holds in the month; null where none is confirmed. */
  readonly mapping: ConfirmedMapping | null;
  /** Null without a mapping, or where it does not fit the accounts. */
  readonly mapped: MappedStatement | null;
  /** Null without `mapped`. */
  readonly tieOut: BooksTieOut | null;
}

/**
 * A month's books; null where it has no statement.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function booksOfMonth(scope: Scope, month: Month): Promise<BooksOfMonth | null> {
  return readCached(scope, 'metrics:read', async ({ prisma, query }) => {
    const { id } = scope.organization;
    const { months, newest, mappings, chart } = await readStoredBooks(prisma, id, [month]);
    const counted = months.get(month);
    const version = counted?.statementVersion ?? newest.get(month)?.version;
    if (version === undefined) return null;
    const [statement] = await readStatements(prisma, id, [{ month, version }]);
    if (!statement) return null;
    const kept = mappings.find((each) => each.version === counted?.mappingVersion);
    const mapping = kept ?? mappingFor(mappings, month);
    const named = mapping && namedFor(mapping, statement.lines, chart);
    const mapped = named && metricsOf(statement.lines, named);
    if (!mapped || 'problems' in mapped) return { statement, mapping, mapped: null, tieOut: null };
    const record = (await readRecords(query, id, [month])).get(month);
    const values = record?.kind === 'month' ? record.stored : new Map<string, StoredMetric>();
    const entered = [...values].flatMap(([key, { value, source }]) =>
      source === 'manual' ? [[key, value] as const] : [],
    );
    const netProfit = values.get('net_profit')?.value ?? null;
    const tieOut = booksTieOut(month, mapped, { mapping: named, entered: new Map(entered), netProfit });
    return { statement, mapping, mapped, tieOut };
  });
}
