import { BOOKS_FINDINGS, type BooksChange, decideBooks } from '#src/core/books/books-change.ts';
import type { ClosedExpenses } from '#src/core/books/further-values.ts';
import { BOOKS_METRICS } from '#src/core/books/mapped-metrics.ts';
import { moneyText } from '#src/core/books/money.ts';
import { compareStatements, type Statement, type StatementLine, sumStatement } from '#src/core/books/statement.ts';
import type { ChangeOutcome, LockedMonths } from '#src/core/change-set.ts';
import type { Month } from '#src/core/period.ts';
import { counted, shortened } from '#src/core/words.ts';
import type { Scope, Written } from '#src/service/scope.ts';
import { changeMonthsIn } from '#src/service/values/change-months.ts';
import { type BooksMonth, saveBooksMonths } from '#src/store/books-months.ts';
import { succeedEntries } from '#src/store/collection-log.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import {
  readStatements,
  type SavedStatement,
  type StatementOrigin,
  type StatementVersion,
  type StoredStatement,
  saveStatement,
  versionOf,
} from '#src/store/statements.ts';
import { averagedMonths, averageExpenses, loadClosedExpenses } from './average-expenses.ts';
import { mergeAll, recordFurther } from './store-further.ts';
import { monthBooks, readStoredBooks, type StoredBooks } from './stored-books.ts';

/** The metrics that follow from statements alone. */
const READ_METRICS = [...BOOKS_METRICS, 'average_monthly_expenses'] as const;

/** Statements that were read, each tied, one for each month at most. */
export interface ReadStatements {
  readonly statements: readonly Statement[];
  readonly origin: StatementOrigin;
  /** For the history: `QuickBooks Web Connector`, `file pnl-2025.xlsx`. */
  readonly reason: string;
  /** Plans everything and stores nothing. */
  readonly preview?: boolean;
}

/** What became of a month's statement. */
export interface StoredMonth extends SavedStatement {
  readonly month: Month;
  /** When the version before was last read, where amounts differ from it on the same basis; null where none do. */
  readonly differsSince: Date | null;
  /** How many metrics have the value that the statement gives. */
  readonly metrics: number;
  /** What a person should know, in sentences. */
  readonly notes: string;
}

/** What the statements changed or, with `preview`, would change. */
export interface StoredStatements extends ChangeOutcome {
  readonly months: readonly StoredMonth[];
  /** Number of findings. */
  readonly findings: number;
}

/**
 * Stores statements as the newest versions of their months, with the values that follow from them (books.md section 6), the log
 * rows of their run, and what they are from: all in the transaction of the caller, which holds the lock of the organization.
 * @throws InvalidValueError if a value or what follows from it is out of range; nothing is written then
 */
export async function storeStatements(
  tx: Transaction,
  scope: Scope,
  read: ReadStatements,
): Promise<Written<StoredStatements>> {
  const { statements, origin, reason, preview = false } = read;
  const organizationId = scope.organization.id;
  const months = statements.map(({ month }) => month);
  const load = (reader: Reader) => loadBooks(reader, organizationId, statements);
  const { result, audit } = await changeMonthsIn(tx, scope, { months, load, preview }, (locked, loaded) => {
    const decided = statements.map((statement) => decideMonth(locked, loaded, { statement, origin, at: scope.at }));
    const values = averageExpenses(loaded.averaged, loaded.closedExpenses);
    const averages = mergeAll(locked, loaded, { values, vendorId: origin.vendorId, at: scope.at });
    return {
      intent: {
        values: [...decided.flatMap(({ change }) => change.changes), ...averages.flatMap(({ changes }) => changes)],
        findings: {
          scope: { months, metrics: READ_METRICS, kinds: BOOKS_FINDINGS, vendorId: origin.vendorId },
          findings: [
            ...decided.flatMap(({ change }) => change.findings),
            ...averages.flatMap(({ findings }) => findings),
          ],
        },
      },
      cause: { cause: 'collection', reason, runId: origin.runId },
      audit: null,
      record: async (written) => {
        await record(written, { organizationId, origin, at: scope.at, decided, months: loaded.months });
        await recordFurther(written, { organizationId, origin, merged: averages });
      },
      result: decided,
    };
  });
  const stored = result.result.map(({ stored: month }) => month);
  const findings = result.result.reduce((sum, { change }) => sum + change.findings.length, 0);
  return { result: { ...result.outcome, months: stored, findings }, audit };
}

interface LoadedBooks extends StoredBooks {
  /** Statements that differ from what was read: the newest ones, and those that the values are from. */
  readonly others: readonly StoredStatement[];
  /** The months whose average expenses are asked for. */
  readonly averaged: readonly Month[];
  readonly closedExpenses: readonly ClosedExpenses[];
}

async function loadBooks(
  reader: Reader,
  organizationId: number,
  statements: readonly Statement[],
): Promise<LoadedBooks> {
  const months = statements.map(({ month }) => month);
  const books = await readStoredBooks(reader, organizationId, months);
  const others = statements.flatMap((statement) => {
    const { month } = statement;
    const { version } = versionOf(statement, books.newest.get(month) ?? null);
    const stored = [books.newest.get(month)?.version, books.months.get(month)?.statementVersion];
    const different = new Set(stored.filter((each) => each !== undefined && each !== version));
    return [...different].map((each) => ({ month, version: each as number }));
  });
  const averaged = averagedMonths(books.mappings, months);
  return {
    ...books,
    others: await readStatements(reader, organizationId, others),
    averaged,
    closedExpenses: await loadClosedExpenses(reader, organizationId, books, averaged),
  };
}

/** The lines of a version of a month's statement: those that were read, where it is theirs; null without a version. */
function linesOf(
  { others }: LoadedBooks,
  { month, lines }: Statement,
  { version, read }: { readonly version: number | undefined; readonly read: SavedStatement },
): readonly StatementLine[] | null {
  if (version === undefined) return null;
  if (version === read.version) return lines;
  return others.find((each) => each.month === month && each.version === version)?.lines ?? [];
}

interface DecidedMonth {
  readonly statement: Statement;
  readonly change: BooksChange;
  readonly stored: StoredMonth;
}

function decideMonth(
  locked: LockedMonths,
  books: LoadedBooks,
  { statement, origin, at }: { readonly statement: Statement; readonly origin: StatementOrigin; readonly at: Date },
): DecidedMonth {
  const { mappings, chart, newest, months } = books;
  const { month } = statement;
  const read = versionOf(statement, newest.get(month) ?? null);
  const counted = linesOf(books, statement, { version: months.get(month)?.statementVersion, read });
  const given = monthBooks(books, statement, counted);
  const change = decideBooks(locked, given, { mappings, chart, vendorId: origin.vendorId, at });
  const previous = linesOf(books, statement, { version: newest.get(month)?.version, read });
  const notes = [statementNote(statement, read, previous), ...change.notes];
  const { metrics } = change;
  const differs = { differsSince: differsSince(statement, newest.get(month), previous) };
  return { statement, change, stored: { ...read, ...differs, month, metrics, notes: notes.join(' ') } };
}

function differsSince(
  { basis, lines }: Statement,
  newest: StatementVersion | undefined,
  previous: readonly StatementLine[] | null,
): Date | null {
  // In another basis every amount may differ without any change in the books.
  if (!newest || !previous || newest.basis !== basis) return null;
  return compareStatements(previous, lines).length > 0 ? newest.confirmedAt : null;
}

function statementNote(
  statement: Statement,
  { version, isNew }: SavedStatement,
  previous: readonly StatementLine[] | null,
): string {
  const { netIncome } = sumStatement(statement.lines);
  const basis = statement.basis ? `${statement.basis} basis` : 'basis not named';
  const content = `${counted(statement.lines.length, 'account')}, Net Income ${moneyText(netIncome)}, ${basis}.`;
  if (!isNew) return `The statement is the same as version ${version}: ${content}`;
  if (!previous) return `Stored the first statement: ${content}`;
  const named = compareStatements(previous, statement.lines).map(({ account, before, after }) => {
    const text = (amount: typeof before) => (amount === null ? 'absent' : moneyText(amount));
    return `${account} ${text(before)} → ${text(after)}`;
  });
  const differences = named.length === 0 ? 'no amount differs' : shortened(named);
  return `Stored version ${version}: ${content} Compared with version ${version - 1}: ${differences}.`;
}

/** Stores what belongs to the values: statements, what the values are from, and log rows. */
async function record(
  tx: Transaction,
  {
    organizationId,
    origin,
    at,
    decided,
    months,
  }: {
    readonly organizationId: number;
    readonly origin: StatementOrigin;
    readonly at: Date;
    readonly decided: readonly DecidedMonth[];
    /** What the months' values were from before. */
    readonly months: StoredBooks['months'];
  },
): Promise<void> {
  for (const { statement, stored } of decided) {
    await saveStatement(tx, organizationId, { statement, saved: stored, origin, at });
  }
  const from = decided.flatMap(({ change, stored }): BooksMonth[] =>
    change.mapping === null
      ? []
      : [{ month: stored.month, statementVersion: stored.version, mappingVersion: change.mapping, computedAt: at }],
  );
  const isSame = ({ month, statementVersion, mappingVersion }: BooksMonth) => {
    const before = months.get(month);
    return before?.statementVersion === statementVersion && before.mappingVersion === mappingVersion;
  };
  await saveBooksMonths(
    tx,
    organizationId,
    from.filter((each) => !isSame(each)),
  );
  if (origin.runId === null) return;
  const { runId, vendorId } = origin;
  const entries = decided.map(({ stored: { month, metrics, notes } }) => ({ month, metricsCollected: metrics, notes }));
  await succeedEntries(tx, { organizationId, runId, vendorId }, entries, at);
}
