import { type ChangeOutcome, type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { ImportChangedError, NotFoundError } from '#src/core/errors.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange, NewValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import { periodLabel } from '#src/core/period.ts';
import { auditedChanges } from '#src/service/audit/detail.ts';
import { read, requireOrganization, type Scope } from '#src/service/scope.ts';
import { changeMonths } from '#src/service/values/change-months.ts';
import { isRowId } from '#src/store/engine/id-page.ts';
import { type ImportedChange, type ImportWithChanges, markUndone, readImport } from '#src/store/imports.ts';

/** An import that was undone. */
export interface UndoneImport extends ChangeOutcome {
  readonly undone: ImportWithChanges;
}

/**
 * Undoes an import in one act: every value becomes what it was before, with its source, notes and vendor.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError; ImportChangedError where it was undone before, or a later change stands
 *   on one of its values, naming them; PeriodClosedError where a month has been closed
 */
export async function undoImport(scope: Scope, id: number): Promise<UndoneImport> {
  const { organization, at, actor } = scope;
  const undone = await read(scope, 'metrics:write', async (reader) => {
    await requireOrganization(reader, organization.id);
    return requireUndoable(isRowId(id) ? await readImport(reader, organization.id, id) : null, id);
  });
  const months = [...new Set(undone.changes.map(({ month }) => month))].sort();
  const { outcome } = await changeMonths(scope, { permission: 'metrics:write', months }, (locked) => ({
    intent: { values: undone.changes.map((change) => undoneChange(locked, change)) },
    cause: { cause: 'undo', reason: `import ${id}, file ${undone.fileName}` },
    check: () => refuseLaterChanges(undone, locked),
    audit: ({ changes }) => ({
      action: 'metrics.import_undone',
      detail: { import: id, file: undone.fileName, sha256: undone.fileSha256, changes: auditedChanges(changes) },
    }),
    record: async (tx) => {
      if (await markUndone(tx, organization.id, { id, at, by: actor })) return;
      throw new ImportChangedError(`Import ${id} has just been undone by somebody else`, []);
    },
    result: undefined,
  }));
  return { ...outcome, undone: { ...undone, undoneAt: at, undoneBy: actor } };
}

/** @throws NotFoundError; ImportChangedError where it was undone before */
function requireUndoable(found: ImportWithChanges | null, id: number): ImportWithChanges {
  if (!found) throw new NotFoundError(`There is no import ${id}`, { field: 'id' });
  const { undoneAt, undoneBy } = found;
  if (undoneAt) throw new ImportChangedError(`Import ${id} was undone on ${undoneAt.toISOString()} by ${undoneBy}`, []);
  return found;
}

function undoneChange(locked: LockedMonths, { month, metric, before }: ImportedChange): MetricChange {
  return { month, metric, before: storedValue(locked, month, metric), after: before };
}

/** @throws ImportChangedError naming the values that are no longer what the import made them */
function refuseLaterChanges({ changes }: ImportWithChanges, locked: LockedMonths): void {
  const later = changes.filter(
    ({ month, metric, after }) => !stands(storedValue(locked, month, metric), after, metric),
  );
  if (later.length === 0) return;
  const named = later.map(({ month, metric }) => `${metricStoredAs(metric).label} of ${periodLabel(month)}`);
  throw new ImportChangedError('Nothing was undone: values have changed since the import', named);
}

/** Whether a value is as the import stored it. One that it released may since have been calculated. */
function stands(stored: StoredMetric | null, after: NewValue | null, metric: string): boolean {
  if (stored === null || after === null) {
    const isCalculated = metricStoredAs(metric).formula !== null && stored?.source === 'calculated';
    return stored === after || (after === null && isCalculated);
  }
  const sameTime = stored.collectedAt?.getTime() === after.collectedAt?.getTime();
  const sameOrigin = stored.source === after.source && stored.enteredBy === after.enteredBy;
  return stored.value.equals(after.value) && sameOrigin && sameTime && stored.notes === after.notes;
}
