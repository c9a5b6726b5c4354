import type { ChangedTransaction } from '#src/core/books/changed-transaction.ts';
import type { Statement, StatementBasis, StatementLine, StatementSection } from '#src/core/books/statement.ts';
import { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { prismaValues, type Sql } from '#src/store/engine/sql.ts';
import { statementDigest } from './statement-digest.ts';

/** The way that a statement got in. */
export type StatementSource = 'web_connector' | 'online' | 'file';

/** Where a statement comes from: a collection run, or an imported file. */
export interface StatementOrigin {
  readonly vendorId: number;
  readonly source: StatementSource;
  /** Null for an imported file. */
  readonly runId: number | null;
  /** The file's name; null for a collection run. */
  readonly import: string | null;
}

/** A statement as stored, without its lines. */
export interface StatementVersion extends StatementOrigin {
  readonly month: Month;
  /** From 1; the newest counts. */
  readonly version: number;
  readonly basis: StatementBasis | null;
  readonly currency: string | null;
  readonly digest: string;
  readonly readAt: Date;
  /** When the same was last read again. */
  readonly confirmedAt: Date;
  /** What QuickBooks names behind the difference to the version before; null where it was not asked. */
  readonly changedTransactions: readonly ChangedTransaction[] | null;
}

/** A statement as stored. */
export interface StoredStatement extends StatementVersion, Statement {}

/** What becomes of a statement that was read. */
export interface SavedStatement {
  readonly version: number;
  /** False where the statement says the same as the newest version, which is then confirmed. */
  readonly isNew: boolean;
}

/** Which version a statement becomes: the newest one where it says the same, else the next. */
export function versionOf(statement: Statement, newest: StatementVersion | null): SavedStatement {
  if (newest?.digest === statementDigest(statement)) return { version: newest.version, isNew: false };
  return { version: (newest?.version ?? 0) + 1, isNew: true };
}

/** Stores a statement as `versionOf` says, in the transaction that has locked the organization and read the newest version. */
export async function saveStatement(
  tx: Transaction,
  organizationId: number,
  given: {
    readonly statement: Statement;
    readonly saved: SavedStatement;
    readonly origin: StatementOrigin;
    readonly at: Date;
  },
): Promise<void> {
  const { statement, origin, at } = given;
  const { month, basis, currency } = statement;
  const { version, isNew } = given.saved;
  if (!isNew) {
    await tx.$executeRaw`
      UPDATE qbr_statement SET confirmed_at = GREATEST(${at}::timestamptz, confirmed_at)
      WHERE organization_id = ${organizationId}::integer AND period = ${month} AND version = ${version}::integer`;
    return;
  }
  const digest = statementDigest(statement);
  const row = { version, basis, currency, digest, readAt: at, confirmedAt: at, ...origin };
  await tx.statement.create({ data: { organizationId, period: month, ...row } });
  await insertLines(tx, { organizationId, month, version }, statement.lines);
}

/** Adds what QuickBooks names behind a version's difference; an empty list says that it was asked. */
export async function addChangedTransactions(
  tx: Transaction,
  { organizationId, month, version }: StatementKey,
  transactions: readonly ChangedTransaction[],
): Promise<void> {
  const written = transactions.map((each) => ({ ...each, amount: each.amount?.toFixed() ?? null }));
  await tx.$executeRaw`
    UPDATE qbr_statement SET changed_transactions = COALESCE(changed_transactions, '[]') || ${JSON.stringify(written)}::jsonb
    WHERE organization_id = ${organizationId}::integer AND period = ${month} AND version = ${version}::integer`;
}

interface StatementKey {
  readonly organizationId: number;
  readonly month: Month;
  readonly version: number;
}

async function insertLines(
  tx: Transaction,
  { organizationId, month, version }: StatementKey,
  lines: readonly StatementLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line, index) => ({ ...line, position: index + 1, amount: line.amount.toFixed() }));
  await tx.$executeRaw`
    INSERT INTO qbr_statement_line
      (organization_id, period, version, position, account, account_id, number, type, section, amount)
    SELECT ${organizationId}::integer, ${month}, ${version}::integer, position, account, "accountId", number, type, section, amount
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS line (position integer, account text, "accountId" text, number text, type text, section text, amount numeric)`;
}

/** The newest statements of the months, oldest month first; months without one are left out. */
export async function readNewestStatements(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<StoredStatement[]> {
  return withLines(reader, organizationId, await readNewestVersions(reader, organizationId, months));
}

/** The newest versions of the months, without their lines; months without a statement are left out. */
export async function readNewestVersions(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<StatementVersion[]> {
  const columns = await versionColumns();
  const rows = await reader.$queryRaw<VersionRow[]>`
    SELECT DISTINCT ON (period) ${columns} FROM qbr_statement
    WHERE organization_id = ${organizationId} AND period = ANY(${months}) ORDER BY period, version DESC`;
  return rows.map(storedVersion);
}

/** Versions of months' statements, oldest first; those that do not exist are left out. */
export async function readStatements(
  reader: Reader,
  organizationId: number,
  asked: readonly { readonly month: Month; readonly version: number }[],
): Promise<StoredStatement[]> {
  if (asked.length === 0) return [];
  const columns = await versionColumns();
  const rows = await reader.$queryRaw<VersionRow[]>`
    SELECT ${columns} FROM qbr_statement
    JOIN jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS asked (month text, version integer)
      ON period = asked.month AND qbr_statement.version = asked.version
    WHERE organization_id = ${organizationId} ORDER BY period, qbr_statement.version`;
  return withLines(reader, organizationId, rows.map(storedVersion));
}

/** The months that have a statement, oldest first. */
export async function readStatementMonths(reader: Reader, organizationId: number): Promise<Month[]> {
  const rows = await reader.statement.findMany({
    where: { organizationId },
    distinct: ['period'],
    select: { period: true },
    orderBy: { period: 'asc' },
  });
  return rows.map(({ period }) => period as Month);
}

/** An account of any statement, by its newest line. */
export type StatementAccount = Pick<StatementLine, 'account' | 'accountId' | 'number' | 'section'>;

/** Every account that a statement has shown, each once: by its id where it has one, else by section and name. */
export function readStatementAccounts(reader: Reader, organizationId: number): Promise<StatementAccount[]> {
  return reader.$queryRaw<StatementAccount[]>`
    SELECT account, account_id AS "accountId", number, section FROM (
      SELECT DISTINCT ON (section, coalesce(account_id, account)) account, account_id, number, section
      FROM qbr_statement_line WHERE organization_id = ${organizationId}::integer
      ORDER BY section, coalesce(account_id, account), period DESC, version DESC, position
    ) AS newest ORDER BY section, account`;
}

/** All versions of a month's statement, newest first. */
export async function readStatementVersions(
  reader: Reader,
  organizationId: number,
  month: Month,
): Promise<StatementVersion[]> {
  const columns = await versionColumns();
  const rows = await reader.$queryRaw<VersionRow[]>`
    SELECT ${columns} FROM qbr_statement
    WHERE organization_id = ${organizationId} AND period = ${month} ORDER BY version DESC`;
  return rows.map(storedVersion);
}

async function versionColumns(): Promise<Sql> {
  const { sql } = await prismaValues();
  return sql`period AS month, qbr_statement.version, vendor_id AS "vendorId", run_id AS "runId", import, basis,
  currency, source, digest, read_at AS "readAt", confirmed_at AS "confirmedAt", changed_transactions AS "changedTransactions"`;
}

/** As `addChangedTransactions` writes it. */
interface TransactionJson extends Omit<ChangedTransaction, 'amount' | 'at'> {
  readonly amount: string | null;
  readonly at: string | null;
}

interface VersionRow extends Omit<StatementVersion, 'changedTransactions'> {
  readonly changedTransactions: readonly TransactionJson[] | null;
}

function storedVersion(row: VersionRow): StatementVersion {
  return { ...row, changedTransactions: row.changedTransactions?.map(storedTransaction) ?? null };
}

function storedTransaction({ amount, at, ...rest }: TransactionJson): ChangedTransaction {
  return { ...rest, amount: amount === null ? null : new Decimal(amount), at: at === null ? null : new Date(at) };
}

interface LineRow extends Omit<StatementLine, 'section' | 'amount'> {
  readonly month: Month;
  readonly version: number;
  readonly section: StatementSection;
  readonly amount: string;
}

/** Statements with their lines, in the order given. */
export async function withLines(
  reader: Reader,
  organizationId: number,
  versions: readonly StatementVersion[],
): Promise<StoredStatement[]> {
  if (versions.length === 0) return [];
  const keys = JSON.stringify(versions.map(({ month, version }) => ({ period: month, version })));
  const rows = await reader.$queryRaw<LineRow[]>`
      SELECT line.period AS month, line.version, line.account, line.account_id AS "accountId", line.number, line.type, line.section,
             line.amount::text AS amount
      FROM qbr_statement_line AS line
      JOIN jsonb_to_recordset(${keys}::jsonb) AS asked (period text, version integer)
        ON line.period = asked.period AND line.version = asked.version
      WHERE line.organization_id = ${organizationId} ORDER BY line.period, line.version, line.position`;
  const keyOf = (of: Pick<StatementVersion, 'month' | 'version'>) => `${of.month} ${of.version}`;
  const linesOf = new Map<string, StatementLine[]>(versions.map((each) => [keyOf(each), []]));
  for (const { month, version, ...line } of rows) {
    linesOf.get(keyOf({ month, version }))?.push({ ...line, amount: new Decimal(line.amount) });
  }
  return versions.map((each) => ({ ...each, lines: linesOf.get(keyOf(each)) ?? [] }));
}
