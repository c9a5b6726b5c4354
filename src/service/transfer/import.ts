import { createHash } from 'node:crypto';
import type { ChangeSet, LockedMonths } from '#src/core/change-set.ts';
import { ImportChangedError, RefusedFileError } from '#src/core/errors.ts';
import { type Month, monthAt } from '#src/core/period.ts';
import type { FileCell } from '#src/core/transfer/file-cell.ts';
import type { ImportCell } from '#src/core/transfer/import-cell.ts';
import { decideImport, type ImportPlan } from '#src/core/transfer/import-decision.ts';
import { type ImportOutcome, importOutcome } from '#src/core/transfer/import-preview.ts';
import type { LayoutQuestion } from '#src/core/transfer/table-layout.ts';
import { monthsOfColumn, yearOf } from '#src/core/transfer/table-layout.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { fileNameOf } from '#src/service/file-name.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { changeMonths } from '#src/service/values/change-months.ts';
import { enteredValue } from '#src/service/values/enter.ts';
import { RELEASE_OUTCOMES, releaseChange, releaseOutcome } from '#src/service/values/release.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { insertImport } from '#src/store/imports.ts';
import { saveImportLayout } from '#src/store/settings.ts';
import { changesSince } from './changes-since.ts';
import { type GivenFile, type ReadFile, readGivenFile, type SheetSample } from './import-file.ts';

/** What an import is to do beside storing what the file adds and changes. */
export interface ImportChoice {
  /** Places of cells whose value is to override the formula that gives another one. */
  readonly overrides?: readonly string[] | null | undefined;
}

/** A file to import as its preview showed. */
export interface ImportInput extends GivenFile, ImportChoice {
  /** The preview's digest: nothing is stored where the import would do anything else now. Undefined for an import without preview. */
  readonly digest?: string | undefined;
  /** When that preview was made, to name what has changed since. */
  readonly previewedAt?: Date | undefined;
  /** Whether refused cells and conflicts are left out; otherwise they refuse the whole file. */
  readonly skipRefused?: boolean;
}

/** What an import would do, or did. */
export interface ImportPreview extends ImportOutcome {
  readonly fileName: string;
  /** SHA-256 of everything that the import does, in hexadecimal digits. */
  readonly digest: string;
  /** The time of the stored values that the file was compared with. */
  readonly at: Date;
  readonly notes: readonly string[];
  /** Set where only a person can say how the file is to be read. */
  readonly question: LayoutQuestion | null;
  readonly samples: readonly SheetSample[];
  /** Whether it was stored; false for a preview. */
  readonly isApplied: boolean;
  /** The id of the import; null for a preview, and where nothing changed. */
  readonly importId: number | null;
}

const OUT_OF_DATE =
  'Nothing was imported: the import would do something else than its preview showed; look at it again';
/** More than a review keeps, and few enough to lock at once. */
const MAX_YEARS = 30;
const NO_CHANGE: ImportOutcome = {
  cells: [],
  counts: { same: 0, new: 0, changed: 0, refused: 0, ignored: 0, differs: 0, conflict: 0 },
  dependents: [],
  unknownNames: [],
};

/**
 * Shows what the import of a file would do, cell by cell, and stores nothing (workbook.md section 2).
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; RefusedFileError for a file that cannot be read;
 *   InvalidParameterError, MetricNotFoundError, InvalidValueError for a layout or a result that is none
 */
export async function previewImport(scope: Scope, input: GivenFile & ImportChoice): Promise<ImportPreview> {
  return importFile(scope, input, { isPreview: true });
}

/**
 * Imports a file, all months in one transaction, with one audit entry. Importing the same file again changes nothing.
 * @throws what `previewImport` throws; RefusedFileError where a cell is refused or in conflict, unless these are skipped, or a question
 *   is open; ImportChangedError where the import would do something else than the preview showed
 */
export async function applyImport(scope: Scope, input: ImportInput): Promise<ImportPreview> {
  return importFile(scope, input, { isPreview: false });
}

async function importFile(
  scope: Scope,
  input: ImportInput,
  { isPreview }: { readonly isPreview: boolean },
): Promise<ImportPreview> {
  const file = await read(scope, 'metrics:write', (reader) => readGivenFile(reader, scope.organization.id, input));
  const fileName = fileNameOf(input.fileName);
  if (file.question) {
    if (!isPreview) throw new RefusedFileError([file.question]);
    return unanswered(scope, { ...file, fileName }, file.question);
  }
  const months = monthsOf(file.cells);
  const importing = { ...input, file: { ...file, fileName }, isPreview };
  let importId: number | null = null;
  const { changeSet, result } = await changeMonths(
    scope,
    {
      ...({ permission: 'metrics:write', months, preview: isPreview } as const),
      load: async (reader) => (input.previewedAt ? changesSince(reader, scope, { months, at: input.previewedAt }) : []),
    },
    (locked, changedSince) => {
      const plan = decideImport(locked, file.cells, rulesOf(scope, locked, input));
      const show = (planned: ChangeSet) => shown(scope, { ...importing, plan, locked, changedSince }, planned);
      return {
        intent: { values: plan.values },
        cause: { cause: 'import', reason: `file ${fileName}` },
        check: (planned) => void show(planned),
        audit: plan.values.length === 0 ? null : ({ changes }) => importNote(importing.file, changes),
        record: async (tx) => {
          importId = await record(tx, scope, { ...importing, plan });
        },
        result: show,
      };
    },
  );
  return { ...result(changeSet), importId };
}

function rulesOf(scope: Scope, locked: LockedMonths, { overrides }: ImportChoice): Parameters<typeof decideImport>[2] {
  const { vendorIds } = scope.database;
  return {
    running: monthAt(scope.at, scope.organization.timeZone),
    overrides: new Set(overrides),
    entered: (value, notes) => enteredValue(scope, { value, notes, vendorId: vendorIds.manual }),
    released: (metric, month) => ({
      change: releaseChange(metric, { locked, month }, vendorIds)[0] ?? null,
      words: RELEASE_OUTCOMES[releaseOutcome(metric, { locked, month })],
    }),
  };
}

/** The months of the years that a file is about, so that its totals can be compared. */
function monthsOf(cells: readonly FileCell[]): Month[] {
  const ofMonths = cells.flatMap(({ column }) => (column?.kind === 'month' ? [yearOf(column.period)] : []));
  const years = [...new Set(ofMonths)].sort();
  if (years.length > MAX_YEARS) {
    throw new RefusedFileError([{ where: 'file', message: `The file has more than ${MAX_YEARS} years` }]);
  }
  return years.flatMap((year) => monthsOfColumn({ kind: 'year', period: year }));
}

/** What the import does, as decided and planned. */
interface Importing extends ImportInput {
  readonly file: ReadFile;
  readonly isPreview: boolean;
  readonly plan: ImportPlan;
  readonly locked: LockedMonths;
  readonly changedSince: readonly string[];
}

/**
 * The import as shown.
 * @throws RefusedFileError, ImportChangedError unless it is a preview
 */
function shown(scope: Scope, importing: Importing, changeSet: ChangeSet): ImportPreview {
  const { file, plan, locked, isPreview, skipRefused, digest: expected, changedSince } = importing;
  const outcome = importOutcome({ cells: file.cells, plan }, locked, changeSet);
  const digest = digestOf(scope, importing, outcome);
  if (!isPreview) {
    if (expected !== undefined && expected !== digest) throw new ImportChangedError(OUT_OF_DATE, changedSince);
    const obstacles = outcome.cells.filter(({ state }) => state === 'refused' || state === 'conflict');
    if (obstacles.length > 0 && !skipRefused) throw new RefusedFileError(obstacles.map(problemOf));
  }
  const { fileName, notes, question, samples } = file;
  const common = { fileName, notes, question, samples, at: scope.at, importId: null };
  return { ...outcome, ...common, digest, isApplied: !isPreview };
}

function problemOf({ where, reason }: ImportCell): { readonly where: string; readonly message: string } {
  return { where, message: reason ?? 'Refused' };
}

/** Of the file, the organization, and everything that changes; not of the time. */
function digestOf({ organization }: Scope, { file }: Importing, { cells, dependents }: ImportOutcome): string {
  const document = {
    organization: organization.id,
    file: file.sha256,
    cells: cells.map(({ where, period, metric, state, before, after }) => [
      ...[where, period, metric, state, before?.toFixed() ?? null, after?.toFixed() ?? null],
    ]),
    dependents: dependents.map(({ period, metric, before, after }) => [
      ...[period, metric, before?.toFixed() ?? null, after?.toFixed() ?? null],
    ]),
  };
  return createHash('sha256').update(JSON.stringify(document)).digest('hex');
}

function unanswered(scope: Scope, file: ReadFile, question: LayoutQuestion): ImportPreview {
  const { where, message } = question;
  const cell: ImportCell = {
    ...{ where, period: null, metric: null, state: 'refused', before: null, after: null },
    reason: message,
  };
  const outcome = { ...NO_CHANGE, cells: [cell], counts: { ...NO_CHANGE.counts, refused: 1 } };
  const { fileName, notes, samples } = file;
  const digest = createHash('sha256').update(`${file.sha256} ${message}`).digest('hex');
  return { ...outcome, fileName, notes, question, samples, digest, at: scope.at, isApplied: false, importId: null };
}

function importNote({ fileName, sha256, bytes }: ReadFile, changes: Parameters<typeof auditedChanges>[0]) {
  const detail = { file: fileName, sha256, bytes, changes: auditedChanges(changes) };
  return { action: 'metrics.imported', detail } as const;
}

/** Keeps what the import stored, for its undoing, and how a person had to explain the file. */
async function record(
  tx: Transaction,
  { organization, actor, at }: Scope,
  { file, plan }: Pick<Importing, 'file' | 'plan'>,
): Promise<number | null> {
  if (file.layout) await saveImportLayout(tx, organization.id, { layout: file.layout, at, by: actor });
  if (plan.values.length === 0) return null;
  const { fileName, sha256: fileSha256, bytes: fileBytes } = file;
  return insertImport(tx, organization.id, {
    ...{ fileName, fileSha256, fileBytes, appliedAt: at, appliedBy: actor },
    changes: plan.values,
  });
}
