import { withAccounts } from '#src/core/books/chart-of-accounts.ts';
import { proposeMapping } from '#src/core/books/mapping-proposal.ts';
import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import { monthlyStatement } from '#src/core/books/read-report.ts';
import type { Statement } from '#src/core/books/statement.ts';
import type { ChangeOutcome } from '#src/core/change-set.ts';
import { RefusedFileError } from '#src/core/errors.ts';
import { type Month, monthAt, periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import type { IifAccount } from '#src/files/iif-chart.ts';
import type { StatementFile } from '#src/files/statement-file.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { fileNameOf } from '#src/service/file-name.ts';
import { read, type Scope, type Written, write } from '#src/service/scope.ts';
import { readMappings } from '#src/store/account-mappings.ts';
import { readBooksCompany } from '#src/store/books-company.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { readNewestVersions, readStatementMonths } from '#src/store/statements.ts';
import { saveMapping } from './mapping.ts';
import { documentOf } from './mapping-document.ts';
import { type MappingState, mappingState } from './mapping-state.ts';
import { type BooksFile, booksFile, readForeignFile } from './read-books-file.ts';
import { type StoredMonth, storeStatements } from './store-statements.ts';

/** A file that a person gives. */
export interface GivenFile {
  readonly bytes: Uint8Array;
  /** Its name, with or without folders; kept with the statements. */
  readonly fileName: string;
  /** Shows everything that an import would do, and stores nothing. */
  readonly dryRun: boolean;
}

/** What a file holds, and what its import changed or, as a dry run, would change. */
export interface BooksImport extends BooksFile, ChangeOutcome {
  readonly fileName: string;
  /** False for a dry run, and for a file of which nothing can be stored. */
  readonly stored: boolean;
  /** Without a confirmed mapping the statements have no values yet. */
  readonly mapping: MappingState;
  /** What becomes of each month's statement, oldest first; empty where anything in the file was refused. */
  readonly months: readonly StoredMonth[];
  /** Number of findings. */
  readonly findings: number;
}

/** More than ten years are no export of one company's report. */
const MAX_MONTHS = 120;
const NOTHING = { months: [], changes: [], derivedChanges: 0, findings: 0 } as const;

/**
 * Imports the months of a profit and loss export (books.md section 5), all or nothing: a file is one document, so a column that
 * does not tie makes the others doubtful, and a file that was half stored could not be told from one that was stored whole.
 * A column of more or less than a month is read and tied, not stored. An IIF list proposes a mapping.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidValueError for a value out of range
 */
export async function importBooks(scope: Scope, given: GivenFile): Promise<BooksImport> {
  const fileName = fileNameOf(given.fileName);
  const opened = await read(scope, 'books:manage', () => readForeignFile(given.bytes));
  if ('accounts' in opened) return importChart(scope, { ...given, fileName }, opened.accounts);
  const { statements, document } = storable(opened.file, scope);
  if (document.problems.length > 0 || statements.length === 0) {
    const mapping = await read(scope, 'books:manage', async (reader) => {
      return mappingState(await readMappings(reader, scope.organization.id));
    });
    return { ...document, ...NOTHING, fileName, mapping, stored: false };
  }
  const { dryRun } = given;
  const { result, mapping, notes } = await write(scope, { permission: 'books:manage' }, (tx) =>
    storeIn(tx, scope, { statements, fileName, dryRun }),
  );
  return { ...document, ...result, fileName, mapping, notes: [...document.notes, ...notes], stored: !dryRun };
}

/**
 * The import, unless something in the file was refused.
 * @throws RefusedFileError with every problem, but not for a dry run, which shows them
 */
export function requireAccepted(imported: BooksImport, { dryRun }: Pick<GivenFile, 'dryRun'>): BooksImport {
  if (!dryRun && imported.problems.length > 0) throw new RefusedFileError(imported.problems);
  return imported;
}

/** The months to store, and the document with what cannot be stored among its problems and notes. */
function storable(file: StatementFile, { at, organization }: Scope) {
  const running = monthAt(at, organization.timeZone);
  const isFuture = (month: Month | null): boolean => month !== null && month > running;
  const future = file.statements.filter(({ month, result }) => isFuture(month) && result.tied);
  // A report of the whole year has columns of zeros for the months to come.
  const isPosted = ({ result }: (typeof future)[number]) =>
    result.tied && result.lines.some(({ amount }) => !amount.isZero());
  const posted = future.filter(isPosted);
  const blank = future.filter((each) => !isPosted(each));
  const others = file.statements.filter((each) => !future.includes(each));
  const document = booksFile({ ...file, statements: others });
  const statements = others.flatMap((each) => monthlyStatement(each) ?? []);
  const problems = posted.map(({ month, where }) => ({
    where: where ?? 'file',
    message: `${periodLabel(month as Month)} has not begun; statements are accepted up to ${periodLabel(running)}`,
  }));
  if (statements.length > MAX_MONTHS) {
    const message = `The file has ${statements.length} months; at most ${MAX_MONTHS} are accepted`;
    problems.push({ where: 'file', message });
  }
  const notes = blank.map(({ month }) => `${periodLabel(month as Month)} has not begun and has no amounts: left out.`);
  const spans = document.statements.filter(({ period }) => period === null);
  notes.push(
    ...spans.map(({ from, to }) => `The column of ${from} to ${to} was read and not stored: export it by month.`),
  );
  return {
    statements: statements.sort((one, other) => (one.month < other.month ? -1 : 1)),
    document: {
      ...document,
      problems: [...document.problems, ...problems],
      notes: [...document.notes, ...notes],
    },
  };
}

interface Storing {
  readonly statements: readonly Statement[];
  readonly fileName: string;
  readonly dryRun: boolean;
}

async function storeIn(tx: Transaction, scope: Scope, { statements, fileName, dryRun }: Storing) {
  const { id } = scope.organization;
  const company = await readBooksCompany(tx, id);
  const identified = statements.map((each) => withKnownAccounts(each, company?.accounts ?? []));
  const notes = await basisNotes(tx, id, identified);
  const mapping = mappingState(await readMappings(tx, id));
  const { result } = await storeStatements(tx, scope, {
    statements: identified,
    origin: { vendorId: scope.database.vendorIds.quickbooks, source: 'file', runId: null, import: fileName },
    reason: `file ${fileName}`,
    preview: dryRun,
  });
  const months = result.months.map(({ month, version, isNew }) => ({ period: month, version, isNew }));
  const detail = { file: fileName, statements: months, changes: auditedChanges(result.changes) };
  const audit = dryRun ? [] : [{ action: 'books.imported' as const, detail }];
  return { result: { result, mapping, notes }, audit } satisfies Written<unknown>;
}

/** A file has no ids, unless it is Online's report; the chart as last read gives them. */
function withKnownAccounts(statement: Statement, chart: readonly QuickBooksAccount[]): Statement {
  if (statement.lines.some(({ accountId }) => accountId !== null)) return statement;
  return { ...statement, lines: withAccounts(statement.lines, chart) };
}

/** Two statements of a month in different bases differ without any change of the books. */
async function basisNotes(
  tx: Transaction,
  organizationId: number,
  statements: readonly Statement[],
): Promise<string[]> {
  const months = statements.map(({ month }) => month);
  const newest = new Map(
    (await readNewestVersions(tx, organizationId, months)).map((each) => [each.month, each.basis]),
  );
  return statements.flatMap(({ month, basis }) => {
    const before = newest.get(month) ?? null;
    if (basis === null || before === null || basis === before) return [];
    return [`${periodLabel(month)} was stored in ${before} basis before; the file is in ${basis} basis.`];
  });
}

/** Keeps the accounts of an IIF list as a version of the mapping that nobody has confirmed: a list has no month. */
async function importChart(
  scope: Scope,
  { fileName, dryRun }: Pick<GivenFile, 'fileName' | 'dryRun'>,
  accounts: readonly IifAccount[],
): Promise<BooksImport> {
  const { id, timeZone } = scope.organization;
  const { versions, first } = await read(scope, 'books:manage', async (reader) => {
    const [month] = await readStatementMonths(reader, id);
    return { versions: await readMappings(reader, id), first: month ?? monthAt(scope.at, timeZone) };
  });
  const newest = versions.at(-1);
  const draft = {
    from: newest?.from ?? first,
    reason: `file ${fileName}`,
    mapping: newest ? documentOf(newest).mapping : proposeMapping(accounts),
    basedOn: newest?.version ?? 0,
  };
  await saveMapping(scope, draft, { confirm: false, preview: dryRun, accounts });
  const mapping = mappingState(versions) === 'confirmed' ? 'confirmed' : 'proposed';
  const notes = [
    `The list has ${counted(accounts.length, 'account')} of the statement, which the mapping can name now.`,
  ];
  return { ...NOTHING, statements: [], problems: [], notes, fileName, mapping, stored: !dryRun };
}
