import { type AccountMapping, type KnownAccount, mappingFor } from '#src/core/books/account-mapping.ts';
import { type BooksChange, type ConfirmedMapping, decideBooks } from '#src/core/books/books-change.ts';
import { withdrawFurther } from '#src/core/books/further-change.ts';
import type { ClosedExpenses } from '#src/core/books/further-values.ts';
import { BOOKS_METRICS } from '#src/core/books/mapped-metrics.ts';
import type { ChangeOutcome, LockedMonths } from '#src/core/change-set.ts';
import type { Finding } from '#src/core/collection/finding.ts';
import type { MergedValue } from '#src/core/collection/merge-value.ts';
import { ConflictError, InvalidValueError, MissingFieldError } from '#src/core/errors.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { checkNote, createInputProblems, type InputProblems } from '#src/service/problems.ts';
import type { Scope } from '#src/service/scope.ts';
import { changeMonths, type Decision } from '#src/service/values/change-months.ts';
import { insertMapping, type StoredMapping } from '#src/store/account-mappings.ts';
import { type BooksMonth, saveBooksMonths } from '#src/store/books-months.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readStatementMonths, readStatements, type StoredStatement } from '#src/store/statements.ts';
import { averagedMonths, averageExpenses, loadClosedExpenses } from './average-expenses.ts';
import { knownAccounts, withFurther } from './known-accounts.ts';
import { auditedMapping, checkBanks, checkMapping, withIds } from './mapping-checks.ts';
import { mergeAll } from './store-further.ts';
import { isFrozen, readStoredBooks, type StoredBooks } from './stored-books.ts';

/** A mapping as a person gives it. */
export interface MappingDraft {
  /** `YYYY-MM`: it holds from this month on. */
  readonly from: string;
  readonly reason: string;
  /** Accounts without an id get that of the known account of their section and name. */
  readonly mapping: AccountMapping;
  /** The newest version that the person has seen, 0 for none; undefined: whatever is the newest. */
  readonly basedOn?: number | undefined;
}

export interface SaveOptions {
  /** Whether values are computed from it; else it is kept as a proposal. */
  readonly confirm: boolean;
  /** Plans everything and stores nothing. */
  readonly preview?: boolean;
  /** Further accounts that it may name and that are known from then on: those of a list, before any statement. */
  readonly accounts?: readonly KnownAccount[];
}

/** What a version of the mapping changed or, with `preview`, would change. */
export interface SavedMapping extends ChangeOutcome {
  readonly version: number;
  readonly from: Month;
  readonly isConfirmed: boolean;
  /** The months whose values are computed from it, oldest first. */
  readonly months: readonly Month[];
  /** Closed months from `from` on, which keep their version. */
  readonly keptMonths: readonly Month[];
}

/**
 * Stores a version of the mapping. Once confirmed, the values of all open months from `from` on are computed anew from their
 * stored statements; closed months keep theirs (books.md section 6).
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidPeriodError, MissingFieldError without a
 *   reason, InvalidValueError for an account that is unknown or in a place where it cannot be, or a result out of range;
 *   InvalidInputError with all of these where there are several; ConflictError where a newer version was stored
 */
export async function saveMapping(
  scope: Scope,
  draft: MappingDraft,
  { confirm, preview = false, accounts = [] }: SaveOptions,
): Promise<SavedMapping> {
  const problems = createInputProblems(scope.faults);
  const from = problems.try(() => parseMonth(draft.from, 'from')) as Month;
  const reason = draft.reason.trim();
  problems.try(() => requireReason(reason));
  const organizationId = scope.organization.id;
  const months = async (reader: Reader) =>
    (await readStatementMonths(reader, organizationId)).filter((month) => from !== undefined && month >= from);
  const act = {
    ...({ permission: 'books:manage', months, problems, preview } as const),
    load: async (reader: Reader) => loadMonths(reader, organizationId, { months: await months(reader), accounts }),
  };
  const { outcome, result } = await changeMonths(scope, act, (locked, loaded) => {
    checkNewest(problems, loaded.newestMapping, draft.basedOn);
    return decideMapping(locked, loaded, { scope, mapping: draft.mapping, from, reason, confirm, problems });
  });
  return { ...result, ...outcome };
}

interface CheckedDraft {
  readonly scope: Scope;
  readonly mapping: AccountMapping;
  readonly from: Month;
  readonly reason: string;
  readonly confirm: boolean;
  readonly problems: InputProblems;
}

function decideMapping(
  locked: LockedMonths,
  loaded: LoadedMonths,
  { scope, from, reason, confirm, problems, ...draft }: CheckedDraft,
): Decision<Omit<SavedMapping, keyof ChangeOutcome>> {
  const mapping = withIds(draft.mapping, loaded.known, loaded.banks);
  checkMapping(problems, mapping, loaded.known);
  checkBanks(problems, mapping, loaded.banks);
  const version = (loaded.newestMapping?.version ?? 0) + 1;
  const next = { ...mapping, version, from, reason, author: scope.actor, known: loaded.known };
  const decided = confirm && problems.error() === null ? decideMonths(locked, loaded, { next, scope }) : [];
  const further = confirm ? decideFurther(locked, loaded, { next, scope }) : [];
  for (const { findings } of decided) refuseConflict(problems, findings);
  const months = decided.map(({ month }) => month);
  const detail = { version, from, reason, confirmed: confirm, ...auditedMapping(mapping) };
  return {
    intent: {
      values: [...decided, ...further].flatMap(({ changes }) => changes),
      findings: {
        scope: { months, metrics: BOOKS_METRICS, kinds: KINDS, vendorId: scope.database.vendorIds.quickbooks },
        findings: decided.flatMap(({ findings }) => findings),
      },
    },
    cause: { cause: 'recalculation', reason: `Account mapping ${version}: ${reason}` },
    audit: ({ changes }) => ({
      action: 'books.mapping_saved',
      detail: { ...detail, changes: auditedChanges(changes) },
    }),
    record: async (tx) => {
      const confirmed = { confirmedAt: confirm ? scope.at : null, confirmedBy: confirm ? scope.actor : null };
      const by = { reason, createdAt: scope.at, createdBy: scope.actor, ...confirmed };
      const document = { mapping, known: loaded.known };
      await insertMapping(tx, scope.organization.id, { from, document, ...by });
      await saveBooksMonths(
        tx,
        scope.organization.id,
        decided.map((month) => month.from),
      );
    },
    result: {
      version,
      from,
      isConfirmed: confirm,
      months,
      keptMonths: confirm ? keptMonths(locked, loaded, next) : [],
    },
  };
}

/** Drift is between a statement and what it replaces; a mapping does not change it. */
const KINDS = ['unmapped_account', 'mapping_conflict'] as const;

interface LoadedMonths extends StoredBooks {
  /** The statement of each month that counts: of a frozen one that which its values are from, else the newest. */
  readonly statements: readonly StoredStatement[];
  readonly known: readonly KnownAccount[];
  /** For average expenses. */
  readonly closedExpenses: readonly ClosedExpenses[];
  /** The newest version, confirmed or not; null for none. */
  readonly newestMapping: StoredMapping | null;
}

async function loadMonths(
  reader: Reader,
  organizationId: number,
  { months, accounts }: { readonly months: readonly Month[]; readonly accounts: readonly KnownAccount[] },
): Promise<LoadedMonths> {
  const books = await readStoredBooks(reader, organizationId, months);
  const { chart, versions: stored } = books;
  const known = withFurther<KnownAccount>(await knownAccounts(reader, organizationId, { chart, stored }), accounts);
  const counting = [...books.newest.values()].map(({ month, version }) => {
    const from = isFrozen(books, month) ? books.months.get(month) : undefined;
    return { month, version: from?.statementVersion ?? version };
  });
  return {
    ...books,
    statements: await readStatements(reader, organizationId, counting),
    known: known.map(({ account, accountId, section }) => ({ account, accountId, section })),
    closedExpenses: await loadClosedExpenses(reader, organizationId, books, months),
    newestMapping: books.versions.at(-1) ?? null,
  };
}

function checkNewest(problems: InputProblems, newest: StoredMapping | null, basedOn: number | undefined): void {
  const version = newest?.version ?? 0;
  if (basedOn === undefined || basedOn === version) return;
  const message = `The mapping was changed meanwhile: version ${version} is the newest, not ${basedOn}`;
  problems.add(new ConflictError(message, { field: 'basedOn', currentUpdatedAt: newest?.createdAt ?? null }));
}

/** A statement whose accounts two lists take. */
function refuseConflict(problems: InputProblems, findings: readonly Finding[]): void {
  for (const { kind, message } of findings) {
    if (kind === 'mapping_conflict') problems.add(new InvalidValueError(message, { field: 'mapping' }));
  }
}

interface DecidedMonth extends BooksChange {
  /** What the values are from now. */
  readonly from: BooksMonth;
}

/** The open months that `next` holds in. */
function decideMonths(
  locked: LockedMonths,
  books: LoadedMonths,
  { next, scope }: { readonly next: ConfirmedMapping; readonly scope: Scope },
): DecidedMonth[] {
  const mappings = [...books.mappings, next];
  const options = { mappings, chart: books.chart, vendorId: scope.database.vendorIds.quickbooks, at: scope.at };
  return books.statements
    .filter(({ month }) => mappingFor(mappings, month) === next && !locked.closed.has(month))
    .map(({ month, version: statementVersion, lines }) => {
      const change = decideBooks(locked, { month, lines, counted: null, isFrozen: false }, options);
      return { ...change, from: { month, statementVersion, mappingVersion: next.version, computedAt: scope.at } };
    });
}

/** What the books give beside the statements of those months: what is not asked for any more goes, averages are computed. */
function decideFurther(
  locked: LockedMonths,
  books: LoadedMonths,
  { next, scope }: { readonly next: ConfirmedMapping; readonly scope: Scope },
): MergedValue[] {
  const mappings = [...books.mappings, next];
  const rules = { vendorId: scope.database.vendorIds.quickbooks, at: scope.at };
  const months = books.statements.map(({ month }) => month).filter((month) => mappingFor(mappings, month) === next);
  const open = months.filter((month) => !locked.closed.has(month));
  const values = averageExpenses(averagedMonths(mappings, open), books.closedExpenses);
  return [
    ...open.map((month) =>
      withdrawFurther(locked, month, next.further, { ...rules, isFrozen: isFrozen(books, month) }),
    ),
    ...mergeAll(locked, books, { values, ...rules }),
  ];
}

/** The closed months that the version would hold in. */
function keptMonths(locked: LockedMonths, { statements, mappings }: LoadedMonths, next: ConfirmedMapping): Month[] {
  return statements
    .map(({ month }) => month)
    .filter((month) => locked.closed.has(month) && mappingFor([...mappings, next], month) === next);
}

function requireReason(reason: string): void {
  if (reason === '') throw new MissingFieldError('A mapping needs a reason', { field: 'reason' });
  checkNote(reason, 'reason');
}
