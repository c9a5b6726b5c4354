import { namedFor } from '#src/core/books/books-change.ts';
import type { ChangedTransaction } from '#src/core/books/changed-transaction.ts';
import { type MappedStatement, metricsOf } from '#src/core/books/mapped-metrics.ts';
import type { Month } from '#src/core/period.ts';
import { readMappings } from '#src/store/account-mappings.ts';
import { readBooksMonths } from '#src/store/books-months.ts';
import { readRunsById, type StoredRun } from '#src/store/collection-runs.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readNewestVersions, readStatements, type StoredStatement } from '#src/store/statements.ts';
import { confirmedMappings } from './mapping-document.ts';
import { readChart } from './stored-books.ts';

/** What the values of a month are from. */
export interface CountedBooks {
  readonly month: Month;
  readonly statement: StoredStatement;
  readonly mappingVersion: number;
  /** What the mapping makes of the statement. */
  readonly mapped: MappedStatement;
  /** The run that read the statement; null for an imported file. */
  readonly run: StoredRun | null;
  /** Those of the newest statement, which in a closed month may be a later one. */
  readonly changedTransactions: readonly ChangedTransaction[];
}

/** What the months' values are from; months without values of the books are left out. Seven statements for any number of months. */
export async function readCountedBooks(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<CountedBooks[]> {
  const counted = await readBooksMonths(reader, organizationId, months);
  if (counted.length === 0) return [];
  const versions = counted.map(({ month, statementVersion: version }) => ({ month, version }));
  const statements = await readStatements(reader, organizationId, versions);
  const newest = await readNewestVersions(reader, organizationId, months);
  const mappings = confirmedMappings(await readMappings(reader, organizationId));
  const chart = await readChart(reader, organizationId);
  const runIds = statements.flatMap(({ runId }) => (runId === null ? [] : [runId]));
  const runs = await readRunsById(reader, organizationId, [...new Set(runIds)]);
  return statements.flatMap((statement) => {
    const { month, lines, runId } = statement;
    const version = counted.find((each) => each.month === month)?.mappingVersion;
    const mapping = mappings.find((each) => each.version === version);
    const mapped = mapping && metricsOf(lines, namedFor(mapping, lines, chart));
    if (!mapped || 'problems' in mapped) return [];
    const run = runId === null ? null : (runs.get(runId) ?? null);
    const changed = newest.find((each) => each.month === month)?.changedTransactions ?? [];
    return [{ month, statement, mappingVersion: mapping.version, mapped, run, changedTransactions: changed }];
  });
}
