import { type PlacedLine, placed } from '#src/core/books/account-table.ts';
import type { ChangedTransaction } from '#src/core/books/changed-transaction.ts';
import { assignedTo, isBooksMetric } from '#src/core/books/mapped-metrics.ts';
import type { Provenance } from '#src/core/collection/provenance.ts';
import { type Boundaries, isMonth, periodBoundaries } from '#src/core/period.ts';
import type { CountedBooks } from '#src/service/books/counted-books.ts';
import type { StoredRun } from '#src/store/collection-runs.ts';
import type { StatementVersion } from '#src/store/statements.ts';
import type { MetricReport } from './report.ts';

/** The provenance of a collected value, with the time range of its rows. */
export interface ReportedProvenance extends Provenance, Boundaries {
  readonly vendorId: number;
  /** The run that last stored or confirmed the value; of the books, the one that read the statement. Null for a file. */
  readonly run: StoredRun | null;
  /** The statement that a value of the books is from; null for other vendors. */
  readonly statement: ProvenanceStatement | null;
}

/** The statement and the accounts that a value of the books is the sum of. */
export interface ProvenanceStatement
  extends Pick<StatementVersion, 'version' | 'basis' | 'source' | 'readAt' | 'digest'> {
  readonly mappingVersion: number;
  /** In the order of the statement; their sum is the value. */
  readonly lines: readonly PlacedLine[];
  /** Behind the month's newest difference, without those on accounts of other values. */
  readonly changedTransactions: readonly ChangedTransaction[];
}

/**
 * The provenance of a month's collected value. Null for any other value: entered, calculated, of a quarter, released and not
 * collected since, or collected before provenance was recorded.
 */
export async function provenanceOf(value: MetricReport): Promise<ReportedProvenance | null> {
  const { report, definition, period, source, vendorId, collectedAt } = value;
  const { pages, timeZone, scope } = report;
  if (!isMonth(period) || source !== 'collected' || vendorId === null || collectedAt === null) return null;
  const origin = { ...periodBoundaries(period, timeZone), vendorId };
  if (vendorId === scope.database.vendorIds.quickbooks && isBooksMetric(definition.key)) {
    const books = await pages.books(period);
    return books && booksProvenance(definition.key, books, origin);
  }
  const stored = (await pages.provenance(period)).get(definition.key);
  return stored ? { ...stored, ...origin, statement: null } : null;
}

function booksProvenance(
  metric: string,
  { statement, mappingVersion, mapped, run, changedTransactions }: CountedBooks,
  origin: Boundaries & Pick<ReportedProvenance, 'vendorId'>,
): ReportedProvenance | null {
  if (!isBooksMetric(metric)) return null;
  const { version, basis, source, readAt, digest } = statement;
  const lines = assignedTo(mapped, metric).map(placed);
  const own = new Set(lines.map(({ account }) => account));
  const others = new Set(statement.lines.flatMap(({ account }) => (own.has(account) ? [] : [account])));
  const changed = changedTransactions.filter(({ account }) => account === null || !others.has(account));
  return {
    ...origin,
    run,
    filter: `Accounts of the profit and loss statement, by version ${mappingVersion} of the mapping`,
    rowsCounted: lines.length,
    exclusions: [],
    snapshotDate: null,
    statement: { version, basis, source, readAt, digest, mappingVersion, lines, changedTransactions: changed },
  };
}
